package io.github.salmon4j.core.training;

import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.optimizer.Warmup;
import java.util.Objects;

/**
 * How fast and for how long a model learns from examples.
 *
 * @param epochs passes over the data, at least 1; 1 in every supervised stage of SALMON and
 *     SELF-ALIGN
 * @param globalBatch examples per optimizer step, over all devices and micro-batches, at least 1;
 *     released SALMON code: 64 pairs for reward models, 128 answers for fine-tuning
 * @param learningRate peak learning rate; finite, above 0; released code: 5e-5 and 3e-5 for reward
 *     models, 1e-4 for fine-tuning
 * @param decay how it falls; released code: along a cosine
 * @param warmup how long it rises; released code: 0.01 or 0.03 of all steps
 * @param maxGradientNorm Euclidean norm over all parameters that a gradient is scaled down to,
 *     above 0, infinite for no limit; released code: 0.3
 */
public record TrainingSettings(
    int epochs,
    int globalBatch,
    double learningRate,
    LearningRateSchedule.Decay decay,
    Warmup warmup,
    double maxGradientNorm) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public TrainingSettings {
    Checks.requireAtLeastOne("epochs", epochs);
    Checks.requireAtLeastOne("global batch", globalBatch);
    Objects.requireNonNull(decay, "decay");
    Objects.requireNonNull(warmup, "warmup");
    LearningRateSchedule.constant(learningRate); // checks it
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "gradient norm: expected a number above 0, found " + maxGradientNorm);
    }
  }

  /**
   * {@return the learning rate of each optimizer step}
   *
   * @param totalSteps optimizer steps of the run, at least 1
   */
  LearningRateSchedule schedule(long totalSteps) {
    return new LearningRateSchedule(learningRate, decay, warmup, totalSteps);
  }
}

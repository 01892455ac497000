package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.TrainingSettings;
import java.util.Objects;

/**
 * How a language model learns from demonstrations.
 *
 * @param training how fast and for how long
 * @param aggregation how answer tokens are averaged over a batch; over all tokens in the released
 *     SELF-ALIGN code, as in Hugging Face's trainers, but there within each micro-batch
 */
public record FineTuningSettings(TrainingSettings training, Aggregation aggregation) {

  /** Checks that nothing is null. */
  public FineTuningSettings {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(aggregation, "aggregation");
  }

  /**
   * {@return the settings of principle engraving in SELF-ALIGN's second version, which made
   * SALMON's first policy: 1e-4 along a cosine, 128 answers a step, one epoch; the limit on the
   * gradient is that of the reward models}
   */
  public static FineTuningSettings selfAlign() {
    return new FineTuningSettings(
        new TrainingSettings(1, 128, 1e-4, Decay.COSINE, new Warmup.Ratio(0.03), 0.3),
        Aggregation.TOKEN_MEAN);
  }
}

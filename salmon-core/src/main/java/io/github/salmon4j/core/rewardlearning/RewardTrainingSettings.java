package io.github.salmon4j.core.rewardlearning;

import java.util.Objects;

/**
 * The numbers of one stage of reward model training. SALMON has two: pre-training on human
 * preferences, then fine-tuning on those that a judge gave under principles. The paper names the
 * loss and the adapter only; the values are the released code's.
 *
 * @param learningRate peak learning rate of AdamW; finite, above 0; released code: 5e-5 for
 *     pre-training, 3e-5 for principle fine-tuning, both decaying along a cosine; TRL 1e-4, linear
 * @param warmupRatio share of all steps in which the learning rate rises, 0 to 1; released code:
 *     0.01 for pre-training, 0.03 for principle fine-tuning; TRL 0
 * @param epochs passes over the data, at least 1; released code: 1 in both stages, and TRL 3
 * @param globalBatch pairs per optimizer step, over all devices and micro-batches, at least 1;
 *     released code: 64 in both stages, 4 pairs on each of 8 devices, twice; TRL 8 per device
 * @param maxGradientNorm Euclidean norm over all parameters that a gradient is scaled down to,
 *     above 0, infinite for no limit; released code: 0.3 in both stages; TRL 1
 * @param centeringCoefficient the {@link PairwiseLoss} coefficient; finite, 0 for none; released
 *     code: none in both stages; TRL unset, 0.01 where recommended
 * @param limits how much of a text the model reads
 */
public record RewardTrainingSettings(
    double learningRate,
    double warmupRatio,
    int epochs,
    int globalBatch,
    double maxGradientNorm,
    double centeringCoefficient,
    RewardInputLimits limits) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RewardTrainingSettings {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate: expected a finite number above 0, found " + learningRate);
    }
    if (!(warmupRatio >= 0 && warmupRatio <= 1)) {
      throw new IllegalArgumentException("warm-up ratio: expected 0 to 1, found " + warmupRatio);
    }
    Ranges.requireAtLeastOne("epochs", epochs);
    Ranges.requireAtLeastOne("global batch", globalBatch);
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "gradient norm: expected a number above 0, found " + maxGradientNorm);
    }
    Ranges.requireFiniteFromZero("centering coefficient", centeringCoefficient);
    Objects.requireNonNull(limits, "limits");
  }

  /** {@return the released code's settings of pre-training on human preferences} */
  public static RewardTrainingSettings preferencePretraining() {
    return new RewardTrainingSettings(
        5e-5, 0.01, 1, 64, 0.3, 0, new RewardInputLimits(256, 640, 1024));
  }

  /** {@return the released code's settings of fine-tuning under principles} */
  public static RewardTrainingSettings principleFineTuning() {
    return new RewardTrainingSettings(
        3e-5, 0.03, 1, 64, 0.3, 0, new RewardInputLimits(128, 768, 1280));
  }
}

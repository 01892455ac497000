package io.github.salmon4j.core.settings;

import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import java.util.Objects;

/**
 * How the reward model is trained, in two stages (SALMON, section 3.3).
 *
 * @param pretraining first, on human preferences under one plain guideline
 * @param fineTuning then, on the model's own preferences under principles
 */
public record RewardLearningSettings(
    RewardTrainingSettings pretraining, RewardTrainingSettings fineTuning) {

  /** Checks that nothing is null. */
  public RewardLearningSettings {
    Objects.requireNonNull(pretraining, "pretraining");
    Objects.requireNonNull(fineTuning, "fineTuning");
  }
}

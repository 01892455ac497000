package io.github.salmon4j.core.settings;

import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.ppo.PpoSettings;
import java.util.Objects;

/**
 * How policy and value model learn from the responses of a step (SALMON, section 3.4).
 *
 * @param penalty what divergence from the reference costs: a constant 0.02 in the paper, 0.01 in
 *     the released code
 * @param advantages how rewards become advantages
 * @param update how a batch of experience is used
 * @param optimizer moves both models; the released code's is PyTorch's AdamW without decay
 * @param learningRate peak; finite, above 0; 2e-5 in paper and released code
 * @param warmupSteps PPO steps in which the learning rate rises; 0 or more; 5 in the released code
 * @param promptEpochs how often each prompt is used; at least 1; 2 in paper and released code
 * @param safeguards what keeps a run from going wrong; all off in paper and released code
 */
public record PolicySettings(
    KlController penalty,
    AdvantageSettings advantages,
    PpoSettings update,
    AdamW.Settings optimizer,
    double learningRate,
    int warmupSteps,
    int promptEpochs,
    SafeguardSettings safeguards) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PolicySettings {
    Objects.requireNonNull(penalty, "penalty");
    Objects.requireNonNull(advantages, "advantages");
    Objects.requireNonNull(update, "update");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(safeguards, "safeguards");
    Counts.requireAtLeastOne("prompt epochs", promptEpochs);
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("warm-up: expected 0 or more, found " + warmupSteps);
    }
    LearningRateSchedule.constant(learningRate); // checks it
  }

  /**
   * {@return the learning rate of each PPO step: a cosine over the whole run, as in paper and
   * released code, where it is the same for all optimizer steps of one PPO step}
   *
   * @param totalSteps PPO steps of the run, at least 1
   */
  public LearningRateSchedule schedule(long totalSteps) {
    return new LearningRateSchedule(
        learningRate, LearningRateSchedule.Decay.COSINE, new Warmup.Steps(warmupSteps), totalSteps);
  }
}

package io.github.salmon4j.core.settings;

import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.ClippedValueLoss;
import io.github.salmon4j.core.ppo.PpoSettings;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.reward.LengthBonus;
import io.github.salmon4j.core.reward.MissingStopPenalty;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.core.reward.ScoreClipping;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.rewardlearning.RewardInputLimits;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.language.GenerationSettings;
import java.util.Objects;

/**
 * The settings of a whole run, from sampled pairs to a steered policy. What each number means, and
 * which source has which, is said where it is defined.
 *
 * <p>{@link #salmonPaper} and {@link #salmonRelease} are Sun et al. 2023, arXiv:2310.05910, as
 * printed and as released: where the two disagree, so do these; where the paper is silent, its
 * preset has the released number, except that it whitens, averages and estimates without the
 * released code's deviations.
 *
 * @param labeling from pairs to preferences
 * @param rewardLearning from preferences to a reward model
 * @param adapter the form of every trained adapter
 * @param collecting from prompts to scored responses
 * @param policy from scored responses to a better policy
 */
public record SalmonSettings(
    LabelingSettings labeling,
    RewardLearningSettings rewardLearning,
    AdapterSettings adapter,
    CollectingSettings collecting,
    PolicySettings policy) {

  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Checks that nothing is null. */
  public SalmonSettings {
    Objects.requireNonNull(labeling, "labeling");
    Objects.requireNonNull(rewardLearning, "rewardLearning");
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(collecting, "collecting");
    Objects.requireNonNull(policy, "policy");
  }

  /**
   * {@return the paper's settings: margins averaged over both orders, no rules and no label noise,
   * divergence penalty 0.02, an uncapped length term, no stop penalty, no scaling of rewards}
   */
  public static SalmonSettings salmonPaper() {
    return new SalmonSettings(
        new LabelingSettings(GenerationSettings.sampling(768), CalibrationSettings.paper()),
        bothStages(),
        new AdapterSettings(64, 16),
        collectingFor(RewardSettings.paper()),
        policyWith(0.02, AdvantageSettings.defaults(), Aggregation.TOKEN_MEAN));
  }

  /**
   * {@return the released code's settings: orders that disagree cancel, variance scaling, rules and
   * label noise, divergence penalty 0.01 on a clamped estimate, a capped length term, 6 off without
   * a stop, rewards times 10} To reproduce it to the number, advantages need a mask in which
   * padding counts.
   *
   * @param detector tells the languages of prompts and responses, for the labeling rule
   */
  public static SalmonSettings salmonRelease(LanguageDetector detector) {
    return new SalmonSettings(
        new LabelingSettings(
            GenerationSettings.sampling(768), CalibrationSettings.releasedCode(detector)),
        bothStages(),
        new AdapterSettings(64, 16),
        collectingFor(RewardSettings.released()),
        policyWith(0.01, AdvantageSettings.released(), Aggregation.SLOT_MEAN));
  }

  /**
   * {@return settings of our own for models of a few million parameters and responses of a few
   * dozen tokens: 32 responses a step in minibatches of 16, divergence penalty 0.05, no value clip,
   * faster learning}
   */
  public static SalmonSettings small() {
    RewardTrainingSettings training =
        new RewardTrainingSettings(1e-3, 0.03, 1, 16, 1, 0, new RewardInputLimits(64, 64, 512));
    RewardSettings reward =
        new RewardSettings(
            new ScoreNormalization.None(),
            ScoreClipping.none(),
            MissingStopPenalty.none(),
            0,
            LengthBonus.none());
    return new SalmonSettings(
        new LabelingSettings(GenerationSettings.sampling(64), CalibrationSettings.defaults()),
        new RewardLearningSettings(training, training),
        new AdapterSettings(16, 16),
        new CollectingSettings(32, 64, rollouts(64), new PrincipleSampler.Settings(3, 128), reward),
        new PolicySettings(
            new KlController.Fixed(0.05),
            AdvantageSettings.defaults(),
            update(16, ClippedValueLoss.unclipped(0.1), Aggregation.TOKEN_MEAN),
            AdamW.Settings.defaults(),
            5e-4,
            5,
            2,
            SafeguardSettings.none()));
  }

  private static RewardLearningSettings bothStages() {
    return new RewardLearningSettings(
        RewardTrainingSettings.preferencePretraining(),
        RewardTrainingSettings.principleFineTuning());
  }

  private static CollectingSettings collectingFor(RewardSettings reward) {
    return new CollectingSettings(
        576, 256, rollouts(1024), PrincipleSampler.Settings.defaults(), reward);
  }

  private static GenerationSettings rollouts(int maxNewTokens) {
    return GenerationSettings.sampling(maxNewTokens);
  }

  private static PolicySettings policyWith(
      double penalty, AdvantageSettings advantages, Aggregation aggregation) {
    return new PolicySettings(
        new KlController.Fixed(penalty),
        advantages,
        update(288, new ClippedValueLoss(0.2, 0.1), aggregation),
        AdamW.Settings.defaults(),
        2e-5,
        5,
        2,
        SafeguardSettings.none());
  }

  private static PpoSettings update(
      int minibatchRows, ClippedValueLoss valueLoss, Aggregation aggregation) {
    return new PpoSettings(
        2, minibatchRows, ClippedSurrogate.symmetric(0.2), valueLoss, 0, aggregation, 1, NEVER);
  }
}

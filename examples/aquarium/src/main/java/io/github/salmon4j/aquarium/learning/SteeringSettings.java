package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
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
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.settings.PolicySettings;
import io.github.salmon4j.core.settings.SafeguardSettings;

/**
 * How a policy is steered.
 *
 * @param rollouts of a step
 * @param drawn principles that each rollout is scored under
 * @param penalty of divergence, per nat
 * @param budget mean divergence of a response, in nats, above which the run ends; may be infinite
 */
record SteeringSettings(int rollouts, int drawn, double penalty, double budget) {

  private static final double LEARNING_RATE = 2e-3;
  private static final int WARMUP = 3;
  private static final int EPOCHS = 2;
  private static final int SKIPS = 3;

  /** {@return how rollouts are made: the reward is the model's score alone} */
  CollectingSettings collecting() {
    RewardSettings reward =
        new RewardSettings(
            new ScoreNormalization.None(),
            ScoreClipping.none(),
            MissingStopPenalty.none(),
            0,
            LengthBonus.none());
    return new CollectingSettings(
        rollouts,
        PolicyExam.RESPONSES.maxNewTokens(),
        PolicyExam.RESPONSES,
        new PrincipleSampler.Settings(drawn, 0),
        reward);
  }

  /** {@return how the policy learns from them} */
  PolicySettings learning() {
    PpoSettings update =
        new PpoSettings(
            EPOCHS,
            Math.max(1, rollouts / 2),
            ClippedSurrogate.symmetric(0.2),
            ClippedValueLoss.unclipped(0.5),
            0,
            Aggregation.TOKEN_MEAN,
            1,
            Double.POSITIVE_INFINITY);
    return new PolicySettings(
        new KlController.Fixed(penalty),
        AdvantageSettings.defaults(),
        update,
        AdamW.Settings.defaults(),
        LEARNING_RATE,
        WARMUP,
        1,
        new SafeguardSettings(0, budget, SKIPS));
  }
}

package io.github.salmon4j.core.advantage;

import java.util.Objects;

/**
 * How advantages are made of a batch. The KL coefficient is not among them: a {@link KlController}
 * holds it, since it may change from step to step.
 *
 * @param klEstimator the penalty of a token; {@link KlEstimator#K1_CLAMPED} in the released SALMON
 *     code and AlpacaFarm, {@link KlEstimator#K1} in TRL's PPO; the SALMON paper does not say
 * @param scorePlacement where the score goes; {@link ScorePlacement#LAST_SLOT} in the released
 *     SALMON code, {@link ScorePlacement#LAST_TOKEN} in AlpacaFarm and TRL; the paper does not say
 * @param rewardScale factor of penalty and score, finite and above 0; 10 in the released SALMON
 *     script, 1 in the paper and elsewhere
 * @param rewardWhitening of the scaled rewards; none in SALMON as released, its mean kept in
 *     AlpacaFarm
 * @param gamma discount per token, 0 to 1; 1 in SALMON, AlpacaFarm and TRL
 * @param lambda of generalized advantage estimation, 0 to 1; 1 in SALMON and AlpacaFarm, 0.95 in
 *     TRL
 * @param advantageWhitening of the advantages; {@link Whitening#SALMON} in SALMON and AlpacaFarm,
 *     {@link Whitening#TRL} in TRL
 */
public record AdvantageSettings(
    KlEstimator klEstimator,
    ScorePlacement scorePlacement,
    double rewardScale,
    Whitening rewardWhitening,
    double gamma,
    double lambda,
    Whitening advantageWhitening) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public AdvantageSettings {
    Objects.requireNonNull(klEstimator, "klEstimator");
    Objects.requireNonNull(rewardWhitening, "rewardWhitening");
    Objects.requireNonNull(advantageWhitening, "advantageWhitening");
    new RewardShaping(scorePlacement, rewardScale);
    new GeneralizedAdvantage(gamma, lambda);
  }

  /**
   * {@return the SALMON paper's settings; where it says nothing, the unbiased estimator and the
   * last token}
   */
  public static AdvantageSettings defaults() {
    return new AdvantageSettings(
        KlEstimator.K1, ScorePlacement.LAST_TOKEN, 1, Whitening.NONE, 1, 1, Whitening.SALMON);
  }

  /**
   * {@return the settings of the released SALMON script, which go with a mask that counts padding}
   */
  public static AdvantageSettings released() {
    return new AdvantageSettings(
        KlEstimator.K1_CLAMPED,
        ScorePlacement.LAST_SLOT,
        10,
        Whitening.NONE,
        1,
        1,
        Whitening.SALMON);
  }

  /** {@return how scores and penalties become rewards} */
  public RewardShaping rewardShaping() {
    return new RewardShaping(scorePlacement, rewardScale);
  }

  /** {@return how rewards and values become advantages} */
  public GeneralizedAdvantage generalizedAdvantage() {
    return new GeneralizedAdvantage(gamma, lambda);
  }
}

package io.github.salmon4j.core.reward;

import io.github.salmon4j.ppo.RewardComponent;

/**
 * Bounds the reward so far: {@code min(maximum, max(minimum, reward))}. The term is the difference,
 * so the sum meets a bound up to rounding. TRL's option of this kind is symmetric and applies after
 * normalization; SALMON and AlpacaFarm have none.
 *
 * @param minimum lower bound; negative infinity for none
 * @param maximum upper bound, not below the lower; infinity for none
 */
public record ScoreClipping(double minimum, double maximum) implements SymbolicReward {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the bounds are NaN, in the wrong order, or allow no finite
   *     number
   */
  public ScoreClipping {
    if (!(minimum <= maximum)
        || minimum == Double.POSITIVE_INFINITY
        || maximum == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "score clipping: expected minimum <= maximum, found " + minimum + ", " + maximum);
    }
  }

  /** {@return no bounds} */
  public static ScoreClipping none() {
    return new ScoreClipping(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Override
  public RewardComponent term(ScoredResponse response, double soFar) {
    double clipped = Math.min(maximum, Math.max(minimum, soFar));
    return new RewardComponent("clipping", clipped - soFar);
  }
}

package io.github.salmon4j.ppo;

import java.util.Objects;

/**
 * How far a policy has moved from the one that sampled, told by the ratio {@code r} of each sampled
 * token's new probability to its old one. All means are over the tokens that count.
 *
 * @param tokens how many tokens count; of none, all else is 0 and the extremes are 1
 * @param negativeLogRatio mean of {@code -log r}, in nats: estimator k1 of the divergence of the
 *     new policy from the old one; unbiased, may be negative
 * @param divergence mean of {@code r - 1 - log r}, in nats: estimator k3 of the same; never
 *     negative
 * @param belowRange share of tokens whose ratio lies below the clip range, 0 to 1
 * @param aboveRange share of tokens whose ratio lies above the clip range, 0 to 1
 * @param withoutGradient share of tokens that a bound keeps from moving the policy, 0 to 1; what
 *     TRL reports as its clip fraction
 * @param smallest smallest ratio
 * @param largest largest ratio
 */
public record RatioReport(
    long tokens,
    double negativeLogRatio,
    double divergence,
    double belowRange,
    double aboveRange,
    double withoutGradient,
    double smallest,
    double largest) {

  /** {@return share of tokens whose ratio lies outside the clip range, 0 to 1} */
  public double clipFraction() {
    return belowRange + aboveRange;
  }

  /** {@return the report on no token} */
  public static RatioReport none() {
    return new RatioReport(0, 0, 0, 0, 0, 0, 1, 1);
  }

  /**
   * {@return the report on the tokens of both}
   *
   * @param other a report over the same clip range
   */
  public RatioReport plus(RatioReport other) {
    Objects.requireNonNull(other, "other");
    if (tokens == 0 || other.tokens == 0) {
      return tokens == 0 ? other : this;
    }
    double mine = tokens / (double) (tokens + other.tokens);
    double theirs = 1 - mine;
    return new RatioReport(
        tokens + other.tokens,
        mine * negativeLogRatio + theirs * other.negativeLogRatio,
        mine * divergence + theirs * other.divergence,
        mine * belowRange + theirs * other.belowRange,
        mine * aboveRange + theirs * other.aboveRange,
        mine * withoutGradient + theirs * other.withoutGradient,
        Math.min(smallest, other.smallest),
        Math.max(largest, other.largest));
  }
}

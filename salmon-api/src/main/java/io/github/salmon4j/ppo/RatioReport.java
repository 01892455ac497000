package io.github.salmon4j.ppo;

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
}

package io.github.salmon4j.ppo;

import java.util.Objects;

/**
 * What the optimizer steps of one PPO step did. Means are over those steps, or over the tokens that
 * count.
 *
 * @param optimizerSteps how many optimizer steps were taken; 0 leaves the other means at 0
 * @param policyLoss mean clipped surrogate loss (Schulman et al. 2017, eq. 7, negated); 0 if the
 *     policy was not trained
 * @param valueLoss mean weighted value loss
 * @param firstRatio how far the policy was from the one that sampled on the first minibatch, before
 *     it moved: 1 where sampling and training compute alike; of no token if it was not trained
 * @param ratio how far the policy moved from the one that sampled, over all minibatches seen
 * @param valueClipFraction share of tokens on which the value clip decided, 0 to 1
 * @param explainedVariance share of the returns' variance that the values explained before the
 *     update; at most 1, 0 if the returns do not vary
 * @param entropy mean negated log-probability of the sampled tokens under the policy that sampled
 *     them, in nats: an estimate of its entropy
 * @param gradientNorm mean global L2 norm of the gradient before clipping
 */
public record UpdateReport(
    int optimizerSteps,
    double policyLoss,
    double valueLoss,
    RatioReport firstRatio,
    RatioReport ratio,
    double valueClipFraction,
    double explainedVariance,
    double entropy,
    double gradientNorm) {

  /** Checks that nothing is null. */
  public UpdateReport {
    Objects.requireNonNull(firstRatio, "firstRatio");
    Objects.requireNonNull(ratio, "ratio");
  }
}

package io.github.salmon4j.ppo;

/**
 * What the optimizer steps of one PPO step did, averaged over them and over the tokens that count.
 *
 * @param policyLoss clipped surrogate loss (Schulman et al. 2017, eq. 7, negated)
 * @param valueLoss clipped squared error of the value estimates
 * @param approximateDivergence divergence of the new policy from the one that sampled, in nats
 * @param clipFraction share of tokens whose ratio lay outside the clip range, 0 to 1
 * @param gradientNorm global L2 norm of the gradient before clipping
 * @param optimizerSteps how many optimizer steps were taken
 */
public record UpdateReport(
    double policyLoss,
    double valueLoss,
    double approximateDivergence,
    double clipFraction,
    double gradientNorm,
    int optimizerSteps) {}

package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;

/**
 * From a batch of scored responses to the advantages and returns that a PPO step learns from.
 *
 * <pre>
 *   kl = estimate(logp, ref)
 *   r  = whiten(scale (-beta kl + score at the end))
 *   A  = GAE(r, V; gamma, lambda)        R = A + V        A' = whiten(A)
 * </pre>
 *
 * <p>Statistics are those of the whole batch, as in SALMON: estimate first, then split into
 * minibatches. Source: SALMON, arXiv:2310.05910, section 3.4; the order of scaling and whitening is
 * that of the released code.
 */
public final class AdvantageEstimation {

  private AdvantageEstimation() {}

  /**
   * {@return advantages and returns of a batch, and what led to them}
   *
   * @param responses B responses
   * @param beta KL coefficient, finite, 0 or more; see {@link KlController#coefficient()}
   * @param settings which estimators and conventions
   * @throws IllegalArgumentException if {@code beta} is out of its range or a row has no entry to
   *     carry its score
   * @throws io.github.salmon4j.training.NonFiniteException if a result is beyond what a float holds
   */
  public static AdvantageEstimate estimate(
      ScoredResponses responses, double beta, AdvantageSettings settings) {
    ValidTokens mask = responses.mask();
    FloatMatrix kl =
        settings.klEstimator().perToken(responses.logProbs(), responses.references(), mask);
    FloatMatrix shaped = settings.rewardShaping().rewards(kl, responses.scores(), mask, beta);
    FloatMatrix rewards = settings.rewardWhitening().whiten(shaped, mask);
    Advantages gae = settings.generalizedAdvantage().estimate(rewards, responses.values(), mask);
    FloatMatrix unwhitened = gae.advantages();
    FloatMatrix advantages = settings.advantageWhitening().whiten(unwhitened, mask);
    return new AdvantageEstimate(kl, rewards, unwhitened, advantages, gae.returns());
  }
}

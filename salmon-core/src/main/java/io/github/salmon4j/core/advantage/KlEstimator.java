package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;

/**
 * How the divergence of the policy from the reference is estimated from one sampled token.
 *
 * <pre>
 *   d = logp - ref        KL(policy || reference) = mean of d over tokens sampled by the policy
 * </pre>
 *
 * <p>Symbols: {@code logp} and {@code ref}, the log-probabilities of the token under policy and
 * reference, in nats and at the same temperature. Every estimate is exactly 0 where both agree.
 * Source: Schulman 2020, <a href="http://joschu.net/blog/kl-approx.html">Approximating KL
 * Divergence</a>, from which the names k1, k2 and k3 are.
 *
 * <p>Derivatives are with respect to {@code logp}, the token held fixed. Only those of a penalty
 * inside a loss (GRPO) are ever followed; a penalty inside the reward has none.
 */
public enum KlEstimator {
  /**
   * {@code d}: unbiased, of high variance, often negative. Ziegler et al. 2019, section 2, and PPO
   * in TRL by default.
   */
  K1 {
    @Override
    double value(double d) {
      return d;
    }

    @Override
    double derivative(double d) {
      return 1;
    }
  },
  /**
   * {@code max(0, d)}: charges only tokens that the policy made more likely, so it is biased
   * upward. The default of the released SALMON code and of AlpacaFarm. The derivative at {@code d =
   * 0} is 0, the one from below.
   */
  K1_CLAMPED {
    @Override
    double value(double d) {
      return d > 0 ? d : 0;
    }

    @Override
    double derivative(double d) {
      return d > 0 ? 1 : 0;
    }
  },
  /** {@code d^2 / 2}: biased, of low variance, never negative. */
  K2 {
    @Override
    double value(double d) {
      return d * d / 2;
    }

    @Override
    double derivative(double d) {
      return d;
    }
  },
  /**
   * {@code exp(-d) - 1 + d}: unbiased and never negative. GRPO (Shao et al. 2024, eq. 4,
   * arXiv:2402.03300); an option of the released SALMON code and of TRL.
   */
  K3 {
    @Override
    double value(double d) {
      return Math.max(0, Math.expm1(-d) + d);
    }

    @Override
    double derivative(double d) {
      return 0 - Math.expm1(-d);
    }
  };

  /**
   * {@return the estimate from one token, in nats}
   *
   * @param logProb log-probability of the token under the policy
   * @param reference log-probability of the token under the reference
   */
  public double value(double logProb, double reference) {
    return value(logProb - reference);
  }

  /**
   * {@return the derivative of the estimate with respect to the policy's log-probability}
   *
   * @param logProb log-probability of the token under the policy
   * @param reference log-probability of the token under the reference
   */
  public double derivative(double logProb, double reference) {
    return derivative(logProb - reference);
  }

  abstract double value(double d);

  abstract double derivative(double d);

  /**
   * {@return the estimates of a batch, [B, T], in nats; 0 where a token does not count}
   *
   * @param logProbs [B, T], under the policy
   * @param references [B, T], under the reference
   * @param mask [B, T]; which tokens count
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if a log-probability that counts is not
   *     finite, or an estimate is beyond what a float holds
   */
  public FloatMatrix perToken(FloatMatrix logProbs, FloatMatrix references, ValidTokens mask) {
    mask.requireFinite("log-probabilities", logProbs);
    mask.requireFinite("reference log-probabilities", references);
    return CountedEntries.matrix(
        "KL estimates", mask, (b, t) -> value(logProbs.get(b, t), references.get(b, t)));
  }
}

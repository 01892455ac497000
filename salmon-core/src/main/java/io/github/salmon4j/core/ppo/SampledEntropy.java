package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;

/**
 * An entropy bonus that needs no more than the log-probabilities of the sampled tokens.
 *
 * <pre>
 *   r = exp(logp - oldLogp)
 *   L = weight * sum over (b, t) of w[b, t] r logp           dL/dlogp = weight * w r (logp + 1)
 * </pre>
 *
 * <p>Symbols, all [B, T]: {@code logp}, {@code oldLogp} log-probabilities of the sampled tokens now
 * and when they were sampled, in nats; {@code w} {@linkplain TokenWeights weights}. The expectation
 * of {@code -r logp} over tokens sampled from the old policy is the entropy of the new one, and
 * that of its derivative is the derivative of the entropy: both are unbiased, and noisier than
 * {@link TokenEntropy}, which reads the whole distribution. The entropy term of Schulman et al.
 * 2017, eq. 9; the released SALMON code has none and only logs the entropy.
 */
public final class SampledEntropy {

  private SampledEntropy() {}

  /**
   * {@return the negated bonus and its gradient with respect to the log-probabilities}
   *
   * @param logProbs [B, T], in nats, under the policy being trained
   * @param oldLogProbs [B, T], in nats, under the policy that sampled
   * @param weights [B, T]
   * @param weight of the bonus; 0 or more
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if an input or a term that counts is not finite
   */
  public static Loss loss(
      FloatMatrix logProbs, FloatMatrix oldLogProbs, TokenWeights weights, double weight) {
    weights.mask().requireFinite("log-probabilities", logProbs);
    weights.mask().requireFinite("old log-probabilities", oldLogProbs);
    float[] gradient = new float[logProbs.rows() * logProbs.columns()];
    double loss = 0;
    for (int b = 0; b < logProbs.rows(); b++) {
      for (int t = 0; t < logProbs.columns(); t++) {
        if (weights.mask().counts(b, t)) {
          double logProb = logProbs.get(b, t);
          double term = term(logProb, oldLogProbs.get(b, t));
          if (!Double.isFinite(term)) {
            throw new NonFiniteException("entropy bonus", b, t, term);
          }
          double w = weight * weights.get(b, t);
          loss += w * term;
          gradient[b * logProbs.columns() + t] =
              (float) (w * slope(logProb, oldLogProbs.get(b, t)));
        }
      }
    }
    return new Loss(loss, FloatMatrix.of(logProbs.rows(), logProbs.columns(), gradient));
  }

  static double term(double logProb, double oldLogProb) {
    return Math.exp(logProb - oldLogProb) * logProb;
  }

  static double slope(double logProb, double oldLogProb) {
    return Math.exp(logProb - oldLogProb) * (logProb + 1);
  }
}

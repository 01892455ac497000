package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;

/**
 * The policy loss: a surrogate for the expected advantage that gives no reason to move a token's
 * probability out of a range around what it was when the token was sampled.
 *
 * <pre>
 *   r = exp(logp - oldLogp)
 *   l = max(-A r, -A clip(r, 1 - below, 1 + above))      and, where A &lt; 0,  l = min(l, -A dual)
 *   L = sum over (b, t) of w[b, t] l[b, t]
 * </pre>
 *
 * <p>Symbols, all [B, T]: {@code logp}, {@code oldLogp} log-probabilities of the sampled tokens now
 * and when they were sampled, in nats; {@code A} advantages; {@code w} {@linkplain TokenWeights
 * weights}. The derivative of l with respect to logp is {@code -A r} where l is the unclipped term
 * and 0 where it is a bound. Where they are equal, on the edges of the range too, it is {@code -A
 * r} (as PyTorch's clamp and max have it for {@code below} and {@code above}).
 *
 * <p>Sources: Schulman et al. 2017, eq. 7, arXiv:1707.06347, which is maximized and has one range
 * on both sides; the released SALMON code and TRL have the same with 0.2. A wider range above: DAPO
 * (Yu et al. 2025, arXiv:2503.14476), 0.2 and 0.28. The bound for negative advantages, dual clip:
 * Ye et al. 2020, eq. 5, arXiv:1912.09729, with 3.
 *
 * @param below how far the ratio may fall below 1 and still be rewarded; above 0, at most 1
 * @param above how far the ratio may rise above 1 and still be rewarded; above 0; infinity for any
 * @param dual largest ratio that a negative advantage is multiplied by; above {@code 1 + above}, or
 *     infinity for no bound
 */
public record ClippedSurrogate(double below, double above, double dual) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ClippedSurrogate {
    PpoSettings.require(below > 0 && below <= 1, "clip below", "above 0, at most 1", below);
    PpoSettings.require(above > 0, "clip above", "above 0", above);
    PpoSettings.require(
        dual > 1 + above || dual == Double.POSITIVE_INFINITY,
        "dual clip",
        "above " + (1 + above) + " or infinity",
        dual);
  }

  /**
   * {@return the same range on both sides and no dual clip}
   *
   * @param range above 0, at most 1
   */
  public static ClippedSurrogate symmetric(double range) {
    return new ClippedSurrogate(range, range, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return the loss, its gradient with respect to the log-probabilities, and how far the policy
   * has moved}
   *
   * @param logProbs [B, T], in nats, under the policy being trained
   * @param oldLogProbs [B, T], in nats, under the policy that sampled
   * @param advantages [B, T]
   * @param weights [B, T]
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if an input or a term that counts is not finite
   */
  public PolicyLoss loss(
      FloatMatrix logProbs, FloatMatrix oldLogProbs, FloatMatrix advantages, TokenWeights weights) {
    weights.mask().requireFinite("log-probabilities", logProbs);
    weights.mask().requireFinite("old log-probabilities", oldLogProbs);
    weights.mask().requireFinite("advantages", advantages);
    RatioTally tally = new RatioTally(this);
    float[] gradient = new float[logProbs.rows() * logProbs.columns()];
    double loss = 0;
    for (int b = 0; b < logProbs.rows(); b++) {
      for (int t = 0; t < logProbs.columns(); t++) {
        if (weights.mask().counts(b, t)) {
          double logRatio = (double) logProbs.get(b, t) - oldLogProbs.get(b, t);
          double ratio = Math.exp(logRatio);
          double term = term(ratio, advantages.get(b, t));
          if (!Double.isFinite(term)) {
            throw new NonFiniteException("policy loss", b, t, term);
          }
          double slope = slope(ratio, advantages.get(b, t));
          loss += weights.get(b, t) * term;
          gradient[b * logProbs.columns() + t] = (float) (weights.get(b, t) * slope);
          tally.add(logRatio, ratio, slope == 0 && advantages.get(b, t) != 0);
        }
      }
    }
    FloatMatrix slopes = FloatMatrix.of(logProbs.rows(), logProbs.columns(), gradient);
    return new PolicyLoss(new Loss(loss, slopes), tally.report());
  }

  /** {@return l for one token} */
  double term(double ratio, double advantage) {
    double clipped = Math.min(Math.max(ratio, 1 - below), 1 + above);
    double term = Math.max(-advantage * ratio, -advantage * clipped);
    return advantage < 0 ? Math.min(term, -advantage * dual) : term;
  }

  /** {@return dl/dlogp for one token} */
  double slope(double ratio, double advantage) {
    boolean bound = advantage >= 0 ? ratio > 1 + above : ratio < 1 - below || ratio > dual;
    return bound ? 0 : -advantage * ratio;
  }

  /** {@return whether a ratio lies below the range} */
  boolean isBelow(double ratio) {
    return ratio < 1 - below;
  }

  /** {@return whether a ratio lies above the range} */
  boolean isAbove(double ratio) {
    return ratio > 1 + above;
  }
}

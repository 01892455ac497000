package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;

/**
 * The entropy of next-token distributions, read from all their logits.
 *
 * <pre>
 *   p = softmax(z)      H = - sum over v of p[v] log p[v]      dH/dz[v] = -p[v] (log p[v] + H)
 * </pre>
 *
 * <p>Symbols: {@code z} [N, V] logits, one row for each token position; {@code H} [N] entropies in
 * nats, from 0 to {@code log V}. A logit of negative infinity is a token of probability 0 and adds
 * nothing.
 */
public final class TokenEntropy {

  private TokenEntropy() {}

  /**
   * {@return the entropies, in nats, [N, 1]}
   *
   * @param logits [N, V], V at least 1
   * @throws IllegalArgumentException if there is no vocabulary
   * @throws io.github.salmon4j.training.NonFiniteException if a logit is NaN or positive infinity,
   *     or a row has no finite one
   */
  public static FloatMatrix of(FloatMatrix logits) {
    float[] entropies = new float[logits.rows()];
    for (int n = 0; n < entropies.length; n++) {
      entropies[n] = (float) entropy(logProbs(logits, n));
    }
    return FloatMatrix.of(entropies.length, 1, entropies);
  }

  /**
   * {@return the negated mean entropy times a weight, and its gradient with respect to the logits}
   *
   * @param logits [N, V], V at least 1
   * @param counts [N, 1]; which rows the mean is over
   * @param weight of the bonus; 0 or more
   * @throws IllegalArgumentException if the rows differ or there is no vocabulary
   * @throws io.github.salmon4j.training.NonFiniteException if a logit of a row that counts is NaN
   *     or positive infinity, or such a row has no finite one
   */
  public static Loss loss(FloatMatrix logits, ValidTokens counts, double weight) {
    if (counts.rows() != logits.rows() || counts.columns() != 1) {
      throw new IllegalArgumentException(
          "mask: expected bool[" + logits.rows() + ", 1], found " + counts);
    }
    int vocabulary = logits.columns();
    float[] gradient = new float[logits.rows() * vocabulary];
    double loss = 0;
    for (int n = 0; n < logits.rows(); n++) {
      if (counts.counts(n, 0)) {
        double[] logProbs = logProbs(logits, n);
        double entropy = entropy(logProbs);
        double w = weight / counts.count();
        loss -= w * entropy;
        for (int v = 0; v < vocabulary; v++) {
          gradient[n * vocabulary + v] = (float) (-w * slope(logProbs[v], entropy));
        }
      }
    }
    return new Loss(loss, FloatMatrix.of(logits.rows(), vocabulary, gradient));
  }

  /** {@return H of one row of log-probabilities, [V]} */
  static double entropy(double... logProbs) {
    double entropy = 0;
    for (double logProb : logProbs) {
      entropy -= plogp(logProb);
    }
    return entropy;
  }

  /** {@return dH/dz for one token} */
  static double slope(double logProb, double entropy) {
    return -plogp(logProb) - Math.exp(logProb) * entropy;
  }

  private static double plogp(double logProb) {
    return logProb == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logProb) * logProb;
  }

  private static double[] logProbs(FloatMatrix logits, int row) {
    double[] z = new double[logits.columns()];
    for (int v = 0; v < z.length; v++) {
      z[v] = logits.get(row, v);
    }
    return LogSoftmax.of(z, row);
  }
}

package io.github.salmon4j.core.ppo;

import io.github.salmon4j.training.NonFiniteException;

/** {@code log softmax(z)[v] = z[v] - max z - log sum over u of exp(z[u] - max z)}. */
final class LogSoftmax {

  private LogSoftmax() {}

  /** {@return the log-probabilities of one row of logits, [V]; the row's number is for errors} */
  static double[] of(double[] logits, int row) {
    if (logits.length == 0) {
      throw new IllegalArgumentException("logits: expected 1 column or more, found 0");
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < logits.length; v++) {
      if (Double.isNaN(logits[v]) || logits[v] == Double.POSITIVE_INFINITY) {
        throw new NonFiniteException("logits", row, v, logits[v]);
      }
      max = Math.max(max, logits[v]);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      throw new NonFiniteException("logits", row, 0, max);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    double[] logProbs = new double[logits.length];
    for (int v = 0; v < logits.length; v++) {
      logProbs[v] = logits[v] - max - Math.log(sum);
    }
    return logProbs;
  }
}

package io.github.salmon4j.core.ppo;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;

/**
 * How much of the returns' variance the value estimates explain.
 *
 * <pre>
 *   1 - Var(G - v) / Var(G)
 * </pre>
 *
 * <p>1 for perfect estimates up to a constant, 0 for estimates that say nothing, negative for
 * worse.
 */
final class ExplainedVariance {

  private ExplainedVariance() {}

  /** {@return the explained variance over the entries that count; 0 if the returns do not vary} */
  static double of(FloatMatrix values, FloatMatrix returns, ValidTokens mask) {
    double meanReturn = 0;
    double meanError = 0;
    int n = mask.count();
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        if (mask.counts(b, t)) {
          meanReturn += returns.get(b, t) / (double) n;
          meanError += ((double) returns.get(b, t) - values.get(b, t)) / n;
        }
      }
    }
    double returnSquares = 0;
    double errorSquares = 0;
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        if (mask.counts(b, t)) {
          double error = (double) returns.get(b, t) - values.get(b, t) - meanError;
          returnSquares += Math.pow(returns.get(b, t) - meanReturn, 2);
          errorSquares += error * error;
        }
      }
    }
    return returnSquares == 0 ? 0 : 1 - errorSquares / returnSquares;
  }
}

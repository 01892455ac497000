package io.github.salmon4j.core.rewardlearning;

/** The logistic function and its logarithm, without overflow for any finite argument. */
final class Logistic {

  private Logistic() {}

  /** {@code 1 / (1 + exp(-x))}, to relative precision on both sides. */
  static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  /** {@code log(sigmoid(x)) = min(x, 0) - log(1 + exp(-|x|))}. */
  static double logSigmoid(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }
}

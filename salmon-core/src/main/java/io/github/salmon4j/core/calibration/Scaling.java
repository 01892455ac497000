package io.github.salmon4j.core.calibration;

/**
 * What a principle's margins are divided by, so that principles can be compared. The variance is
 * {@linkplain JudgeDiagnostics#variance() that of all its margins}, both orders pooled.
 *
 * <p>A principle whose margins are all equal has variance 0. It separates no pair from another, and
 * no divisor is right for it: its score is 0, unless nothing is divided. So a single label with
 * equal margins yields nothing under {@link #VARIANCE}; calibrate few pairs with {@link #NONE}.
 */
public enum Scaling {
  /**
   * Divided by the variance: the released SALMON code. A score is then in 1/nats, and a principle
   * whose margins are small outweighs the others.
   */
  VARIANCE,
  /** Divided by the square root of the variance: a score has no unit. */
  STANDARD_DEVIATION,
  /** Not divided: a score is in nats. SALMON, section 3.2, names no scaling. */
  NONE;

  /** A margin in nats, scaled by its principle's population variance, in nats squared. */
  double apply(double margin, double variance) {
    return switch (this) {
      case VARIANCE -> variance == 0 ? 0 : margin / variance;
      case STANDARD_DEVIATION -> variance == 0 ? 0 : margin / Math.sqrt(variance);
      case NONE -> margin;
    };
  }
}

package io.github.salmon4j.core.rewardlearning;

/**
 * Where a proportion lies with 95 % confidence.
 *
 * @param low lower end, 0 to {@code high}
 * @param high upper end, at most 1
 */
public record ConfidenceInterval(double low, double high) {

  /** The normal distribution's 97.5 % quantile, to the digits that are usually written. */
  private static final double Z = 1.96;

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are out of order or outside 0 to 1
   */
  public ConfidenceInterval {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "interval: expected 0 <= low <= high <= 1, found " + low + ", " + high);
    }
  }

  static ConfidenceInterval wald(double proportion, long n) {
    return around(proportion, Z * Math.sqrt(proportion * (1 - proportion) / n));
  }

  static ConfidenceInterval wilson(double proportion, long n) {
    double shrink = 1 + Z * Z / n;
    double variance = proportion * (1 - proportion) / n + Z * Z / (4.0 * n * n);
    return around((proportion + Z * Z / (2.0 * n)) / shrink, Z * Math.sqrt(variance) / shrink);
  }

  private static ConfidenceInterval around(double middle, double half) {
    return new ConfidenceInterval(Math.max(middle - half, 0), Math.min(middle + half, 1));
  }
}

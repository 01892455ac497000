package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;

/**
 * Mean and variance of the entries that count, in double and in two passes.
 *
 * <pre>
 *   mean = sum of x / n        variance = sum of (x - mean)^2 / n
 * </pre>
 *
 * @param count how many entries count, {@code n}
 * @param mean their mean; 0 if there are none; exact if all are equal
 * @param variance their population variance, 0 if there are none
 */
public record MaskedStatistics(int count, double mean, double variance) {

  /**
   * {@return the statistics of a matrix}
   *
   * @param values [B, T]
   * @param mask [B, T]; which entries count
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if an entry that counts is not finite
   */
  public static MaskedStatistics of(FloatMatrix values, ValidTokens mask) {
    return of(CountedEntries.list("values", values, mask));
  }

  static MaskedStatistics of(double... values) {
    if (values.length == 0) {
      return new MaskedStatistics(0, 0, 0);
    }
    double mean = mean(values, 0);
    mean += mean(values, mean); // what rounding took from the sum
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new MaskedStatistics(values.length, mean, squares / values.length);
  }

  private static double mean(double[] values, double origin) {
    double sum = 0;
    for (double value : values) {
      sum += value - origin;
    }
    return sum / values.length;
  }

  /**
   * {@return the unbiased estimate of the variance of what the entries were drawn from: {@code
   * variance n / (n - 1)}; 0 if there are fewer than two}
   */
  public double sampleVariance() {
    return count < 2 ? 0 : variance * count / (count - 1);
  }
}

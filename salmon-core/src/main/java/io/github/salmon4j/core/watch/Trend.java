package io.github.salmon4j.core.watch;

import java.util.Arrays;

/**
 * Whether a series rises or falls: Spearman's rank correlation with time, in units of its standard
 * deviation under no trend.
 *
 * <pre>
 *   rho = sum (i - c) (r_i - c) / sqrt(sum (i - c)^2  sum (r_i - c)^2)      c = (n + 1) / 2
 *   z = rho sqrt(n - 1)
 * </pre>
 *
 * <p>{@code r_i} is the rank of entry i from 1 to n, the mean rank among equals. For independent
 * entries of one distribution the variance of rho is exactly {@code 1 / (n - 1)} (Spearman 1904;
 * Kendall and Gibbons 1990, section 4.10), and z is nearly normal from about 10 entries on.
 */
final class Trend {

  private Trend() {}

  /** {@return z; 0 if all entries are equal; at most {@code sqrt(n - 1)} in size} */
  static double z(double... series) {
    int n = series.length;
    double centre = (n + 1) / 2.0;
    double[] ranks = ranks(series);
    double covariance = 0;
    double time = 0;
    double rank = 0;
    for (int i = 0; i < n; i++) {
      covariance += (i + 1 - centre) * (ranks[i] - centre);
      time += (i + 1 - centre) * (i + 1 - centre);
      rank += (ranks[i] - centre) * (ranks[i] - centre);
    }
    return rank == 0 ? 0 : covariance / Math.sqrt(time * rank) * Math.sqrt(n - 1.0);
  }

  /** {@return for each entry: entries below it, and half of the others equal to it, and 1} */
  private static double[] ranks(double[] series) {
    return Arrays.stream(series)
        .map(
            value -> {
              long below = Arrays.stream(series).filter(other -> other < value).count();
              long equal = Arrays.stream(series).filter(other -> other == value).count();
              return below + (equal + 1) / 2.0;
            })
        .toArray();
  }
}

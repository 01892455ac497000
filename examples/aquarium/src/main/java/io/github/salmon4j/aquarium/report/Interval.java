package io.github.salmon4j.aquarium.report;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * Where a quantity lies with 95 % confidence, both sides counted.
 *
 * @param low lower end, at most {@code high}; minus infinity if nothing is known
 * @param high upper end; plus infinity if nothing is known
 */
public record Interval(double low, double high) {

  private static final double CONFIDENCE = 0.95;
  private static final double QUANTILE = 1 - (1 - CONFIDENCE) / 2;

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are out of order or NaN
   */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval: expected low <= high, found " + low + ", " + high);
    }
  }

  /**
   * {@return where the mean over all seeds lies: mean +- t(0.975, n - 1) s / sqrt(n), with the
   * unbiased variance s^2; everywhere for n = 1}
   *
   * @param values a finite number from each of n seeds, at least one
   */
  static Interval studentT(List<Double> values) {
    SummaryStatistics statistics = statistics(values);
    int n = values.size();
    if (n == 1) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double quantile = new TDistribution(null, n - 1).inverseCumulativeProbability(QUANTILE);
    double half = quantile * statistics.getStandardDeviation() / Math.sqrt(n);
    return new Interval(statistics.getMean() - half, statistics.getMean() + half);
  }

  /** {@return where a share lies, by Wilson's score interval} */
  static Interval wilson(Share share) {
    ConfidenceInterval found =
        new WilsonScoreInterval().createInterval(share.trials(), share.hits(), CONFIDENCE);
    return new Interval(found.getLowerBound(), found.getUpperBound()).within(0, 1);
  }

  static SummaryStatistics statistics(List<Double> values) {
    SummaryStatistics statistics = new SummaryStatistics();
    values.forEach(statistics::addValue);
    return statistics;
  }

  Interval within(double least, double most) {
    return new Interval(Math.max(low, least), Math.min(high, most));
  }
}

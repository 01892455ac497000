package io.github.salmon4j.core.rewardlearning;

import java.util.List;

/**
 * How well scores order pairs of responses, over at least one pair. Made by {@link
 * PairwiseEvaluation}, which says what is meant by agreement.
 *
 * @param pairs number of pairs, n, at least 1
 * @param accuracy mean agreement, 0 to 1
 * @param meanLoss mean of {@link PairwiseLoss} without margin and centering, in nats; {@code log 2}
 *     for a model that cannot tell any responses apart
 * @param meanScore mean of all 2n scores
 * @param scoreDeviation standard deviation of all 2n scores, biased (divided by 2n)
 * @param calibration the bins that hold a pair, least confident first; ten of width 0.05 between
 *     confidence 0.5 and 1
 */
public record PairwiseReport(
    long pairs,
    double accuracy,
    double meanLoss,
    double meanScore,
    double scoreDeviation,
    List<CalibrationBin> calibration) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no pair, or the accuracy is outside 0 to 1
   */
  public PairwiseReport {
    Ranges.requireAtLeastOne("pairs", pairs);
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException("accuracy: expected 0 to 1, found " + accuracy);
    }
    calibration = List.copyOf(calibration);
  }

  /**
   * {@return the 95 % interval that is mostly reported, {@code accuracy +- 1.96 sqrt(accuracy (1 -
   * accuracy) / n)}, cut to 0 to 1}
   *
   * <p>Wald's: it has no width if all pairs are right or all are wrong, and is too narrow for few
   * pairs. Take it to compare with published numbers, and {@link #wilsonInterval} to decide.
   */
  public ConfidenceInterval waldInterval() {
    return ConfidenceInterval.wald(accuracy, pairs);
  }

  /**
   * {@return Wilson's 95 % interval: the accuracies under which the one found is no surprise}
   *
   * <p>{@code (a + z^2/2n +- z sqrt(a (1 - a)/n + z^2/4n^2)) / (1 + z^2/n)} with z = 1.96 (Wilson
   * 1927). It never leaves 0 to 1 and keeps its width at both ends: 10 right pairs of 10 give 0.72
   * to 1. With soft labels or ties, which vary less than hits and misses, both intervals are wider
   * than need be.
   */
  public ConfidenceInterval wilsonInterval() {
    return ConfidenceInterval.wilson(accuracy, pairs);
  }

  /**
   * {@return the expected calibration error, 0 to 1: the distance of accuracy from confidence, mean
   * over the bins weighted by their pairs (Guo et al. 2017, eq. 3, arXiv:1706.04599)}
   */
  public double expectedCalibrationError() {
    double sum = 0;
    for (CalibrationBin bin : calibration) {
      sum += bin.count() * Math.abs(bin.accuracy() - bin.meanConfidence());
    }
    return sum / pairs;
  }
}

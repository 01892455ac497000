package io.github.salmon4j.core.reward;

/**
 * Mean and deviation of the scores seen so far, without keeping them (Welford 1962). Immutable: the
 * components are what a checkpoint stores.
 *
 * <pre>
 *   n' = n + 1     mean' = mean + (x - mean) / n'     squares' = squares + (x - mean) (x - mean')
 * </pre>
 *
 * @param count scores seen, {@code n}; 0 or more
 * @param mean their mean; finite; 0 before the first
 * @param squares sum of the squared differences from the mean; finite, 0 or more
 */
public record ScoreStatistics(long count, double mean, double squares) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ScoreStatistics {
    if (count < 0) {
      throw new IllegalArgumentException("score count: expected 0 or more, found " + count);
    }
    RewardRange.requireFinite("score mean", mean);
    if (!(squares >= 0) || Double.isInfinite(squares)) {
      throw new IllegalArgumentException(
          "score squares: expected a finite number of 0 or more, found " + squares);
    }
  }

  /** {@return the statistics of no scores} */
  public static ScoreStatistics empty() {
    return new ScoreStatistics(0, 0, 0);
  }

  /**
   * {@return the statistics of these scores}
   *
   * @param scores the scores; finite
   * @throws IllegalArgumentException if one is not finite
   */
  public static ScoreStatistics of(double... scores) {
    ScoreStatistics statistics = empty();
    for (double score : scores) {
      statistics = statistics.with(score);
    }
    return statistics;
  }

  /**
   * {@return the statistics with one more score}
   *
   * @param score the score; finite
   * @throws IllegalArgumentException if it is not finite
   */
  public ScoreStatistics with(double score) {
    RewardRange.requireFinite("score", score);
    double next = mean + (score - mean) / (count + 1);
    return new ScoreStatistics(count + 1, next, squares + (score - mean) * (score - next));
  }

  /**
   * {@return the unbiased deviation, {@code sqrt(squares / (n - 1))}; 0 for fewer than 2 scores}
   */
  public double deviation() {
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }
}

package io.github.salmon4j.core.reward;

import io.github.salmon4j.ppo.RewardComponent;
import java.util.List;
import java.util.Objects;

/**
 * How a reward model's scores are brought to a common level: {@code (score - mean) / deviation}.
 * The term is the difference to the score. Immutable; what it learns from a batch is in the next
 * one, and that is what a checkpoint stores.
 */
public sealed interface ScoreNormalization extends SymbolicReward {

  /** Deviations up to this one count as 1: among equal scores there is no scale to divide by. */
  double SMALLEST_DEVIATION = 1e-8;

  /**
   * {@return the normalized score}
   *
   * @param score the reward model's score
   */
  double normalized(double score);

  /**
   * {@return the normalization to use once these scores have been seen}
   *
   * @param batch responses with their raw scores
   */
  default ScoreNormalization after(List<ScoredResponse> batch) {
    Objects.requireNonNull(batch, "batch");
    return this;
  }

  @Override
  default RewardComponent term(ScoredResponse response, double soFar) {
    return new RewardComponent("normalization", normalized(soFar) - soFar);
  }

  /** Scores stay as they are: SALMON, paper and released code, and AlpacaFarm. */
  record None() implements ScoreNormalization {

    @Override
    public double normalized(double score) {
      return score;
    }
  }

  /**
   * Statistics of all scores of the run so far, as TRL's score scaling does. Until two different
   * scores have been seen, only the mean is taken away. Rewards of different steps are then on
   * different scales, and early steps weigh more.
   *
   * @param statistics of the raw scores seen
   */
  record Running(ScoreStatistics statistics) implements ScoreNormalization {

    /** Checks that nothing is null. */
    public Running {
      Objects.requireNonNull(statistics, "statistics");
    }

    /** {@return the normalization at the start of a run} */
    public static Running start() {
      return new Running(ScoreStatistics.empty());
    }

    @Override
    public double normalized(double score) {
      double deviation = statistics.deviation();
      return (score - statistics.mean()) / (deviation > SMALLEST_DEVIATION ? deviation : 1);
    }

    @Override
    public Running after(List<ScoredResponse> batch) {
      ScoreStatistics next = statistics;
      for (ScoredResponse response : batch) {
        next = next.with(response.score());
      }
      return new Running(next);
    }
  }

  /**
   * Fixed numbers, measured once: the reward model's scores of reference responses, such as the
   * first policy's (Ziegler et al. 2019, section 2.1, arXiv:1909.08593, mean 0 and variance 1
   * before the run) or a data set's (Stiennon et al. 2020, arXiv:2009.01325, mean 0; deviation 1
   * here).
   *
   * @param mean score that becomes 0; finite
   * @param deviation difference that becomes 1; finite, above 0
   */
  record Reference(double mean, double deviation) implements ScoreNormalization {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Reference {
      RewardRange.requireFinite("reference mean", mean);
      if (!(deviation > 0) || Double.isInfinite(deviation)) {
        throw new IllegalArgumentException(
            "reference deviation: expected a finite number above 0, found " + deviation);
      }
    }

    /**
     * {@return mean and unbiased deviation of reference scores}
     *
     * @param scores the scores; finite, at least two different ones
     * @throws IllegalArgumentException if one is not finite or all are equal
     */
    public static Reference of(double... scores) {
      ScoreStatistics statistics = ScoreStatistics.of(scores);
      return new Reference(statistics.mean(), statistics.deviation());
    }

    @Override
    public double normalized(double score) {
      return (score - mean) / deviation;
    }
  }
}

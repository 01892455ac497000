package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Objects;

/**
 * Whether and how a batch of rewards or advantages is brought to a common scale.
 *
 * <p>Projects mean different things by the same name; the constants here are what each computes.
 * All take their statistics from the entries that count; the released SALMON code and AlpacaFarm
 * count padding too.
 */
public sealed interface Whitening {

  /** Leaves values as they are: rewards in SALMON, both as released and in the paper. */
  Whitening NONE = new None();

  /**
   * Advantages in the released SALMON code and in AlpacaFarm: mean removed, population variance,
   * 1e-8 added to the deviation.
   */
  Standard SALMON =
      new Standard(Mean.REMOVED, Variance.POPULATION, Epsilon.ADDED_TO_DEVIATION, 1e-8);

  /**
   * Advantages in OpenAI's lm-human-preferences and summarize-from-feedback: mean removed,
   * population variance, 1e-8 inside the root.
   */
  Standard OPENAI = new Standard(Mean.REMOVED, Variance.POPULATION, Epsilon.INSIDE_ROOT, 1e-8);

  /** Advantages of PPO in TRL: mean removed, sample variance, 1e-8 inside the root. */
  Standard TRL = new Standard(Mean.REMOVED, Variance.SAMPLE, Epsilon.INSIDE_ROOT, 1e-8);

  /**
   * Advantages in torchtune, whose {@code shift_mean=True} adds the mean back: mean kept, sample
   * variance, 1e-8 inside the root. It also adds 1e-8 to the count, which is left out here.
   */
  Standard TORCHTUNE = new Standard(Mean.KEPT, Variance.SAMPLE, Epsilon.INSIDE_ROOT, 1e-8);

  /**
   * {@return the values on the new scale, [B, T]; 0 where an entry does not count}
   *
   * @param values [B, T]
   * @param mask [B, T]; which entries count
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if an entry that counts is not finite
   */
  FloatMatrix whiten(FloatMatrix values, ValidTokens mask);

  /** What happens to the mean. */
  enum Mean {
    /** The result has mean 0. */
    REMOVED,
    /** The result has the mean of the values; only their spread changes. */
    KEPT
  }

  /** What the squared deviations of {@code n} values are divided by. */
  enum Variance {
    /** {@code n}: biased as an estimate; the result has variance 1. */
    POPULATION,
    /** {@code n - 1}: unbiased as an estimate. Of a single value it is 0 here. */
    SAMPLE
  }

  /** Where the number stands that keeps the divisor from 0. */
  enum Epsilon {
    /** {@code sqrt(variance) + epsilon}. */
    ADDED_TO_DEVIATION,
    /** {@code sqrt(variance + epsilon)}. */
    INSIDE_ROOT
  }

  /** Leaves values as they are. */
  record None() implements Whitening {

    @Override
    public FloatMatrix whiten(FloatMatrix values, ValidTokens mask) {
      mask.requireFinite("values", values);
      return CountedEntries.matrix("values", mask, values::get);
    }
  }

  /**
   * Divides deviations from the mean by the standard deviation.
   *
   * <pre>
   *   y = (x - mean) / (sqrt(variance) + epsilon)    or    (x - mean) / sqrt(variance + epsilon)
   * </pre>
   *
   * <p>plus the mean, if it is kept. Values without spread, a single one among them, become 0 (or
   * their mean) whatever the epsilon.
   *
   * @param mean removed from advantages; AlpacaFarm keeps that of rewards
   * @param variance what the squared deviations are divided by
   * @param epsilonPlace where epsilon stands
   * @param epsilon finite, 0 or more; 1e-8 in all four projects
   */
  record Standard(Mean mean, Variance variance, Epsilon epsilonPlace, double epsilon)
      implements Whitening {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if epsilon is out of its range
     */
    public Standard {
      Objects.requireNonNull(mean, "mean");
      Objects.requireNonNull(variance, "variance");
      Objects.requireNonNull(epsilonPlace, "epsilonPlace");
      Bounds.requireNonNegative("epsilon", epsilon);
    }

    /**
     * {@return this convention, treating the mean so}
     *
     * @param treatment what happens to the mean
     */
    public Standard withMean(Mean treatment) {
      return new Standard(treatment, variance, epsilonPlace, epsilon);
    }

    @Override
    public FloatMatrix whiten(FloatMatrix values, ValidTokens mask) {
      MaskedStatistics statistics = MaskedStatistics.of(values, mask);
      double divisor = divisor(statistics);
      return CountedEntries.matrix(
          "whitened values", mask, (b, t) -> apply(values.get(b, t), statistics.mean(), divisor));
    }

    double apply(double value, double center, double divisor) {
      double scaled = divisor == 0 ? 0 : (value - center) / divisor;
      return mean == Mean.KEPT ? scaled + center : scaled;
    }

    double divisor(MaskedStatistics statistics) {
      double spread =
          variance == Variance.SAMPLE ? statistics.sampleVariance() : statistics.variance();
      return epsilonPlace == Epsilon.INSIDE_ROOT
          ? Math.sqrt(spread + epsilon)
          : Math.sqrt(spread) + epsilon;
    }
  }
}

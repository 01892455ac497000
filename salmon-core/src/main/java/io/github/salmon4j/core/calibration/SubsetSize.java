package io.github.salmon4j.core.calibration;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** How many principles an example shows. */
public sealed interface SubsetSize {

  /**
   * {@return a number of principles, from 1 to {@code available}}
   *
   * @param available how many principles there are; at least 1
   * @param random where chance comes from
   * @throws IllegalArgumentException if there are too few
   */
  int draw(int available, RandomGenerator random);

  /** {@return how many principles there must be at least; 1 unless the number is fixed} */
  default int least() {
    return 1;
  }

  /**
   * Geometric, on condition that there are as many principles.
   *
   * <pre>
   *   P(n) = q (1 - q)^(n - 1) / (1 - (1 - q)^N),    n = 1 .. N
   * </pre>
   *
   * <p>The released SALMON code has q = 0.2 and N = 8, which gives 3.387 principles on average, and
   * draws until n is at most N. This inverts the cumulated distribution instead, with exactly one
   * {@code nextDouble()}: the same probabilities, and no end of draws if q is tiny.
   *
   * @param success q, the probability of stopping after each principle; above 0, at most 1
   */
  record Geometric(double success) implements SubsetSize {

    /**
     * Checks the component.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Geometric {
      if (!(success > 0 && success <= 1)) {
        throw new IllegalArgumentException(
            "geometric success probability: expected above 0, at most 1, found " + success);
      }
    }

    @Override
    public int draw(int available, RandomGenerator random) {
      requireAvailable(this, available, random);
      double logFailure = Math.log1p(-success);
      double accepted = -Math.expm1(available * logFailure);
      double n = 1 + Math.floor(Math.log1p(-random.nextDouble() * accepted) / logFailure);
      return (int) Math.min(n, available); // rounding can reach N + 1
    }
  }

  /**
   * Always the same number.
   *
   * @param size the number; at least 1
   */
  record Fixed(int size) implements SubsetSize {

    /**
     * Checks the component.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Fixed {
      if (size < 1) {
        throw new IllegalArgumentException("subset size: expected 1 or more, found " + size);
      }
    }

    @Override
    public int least() {
      return size;
    }

    @Override
    public int draw(int available, RandomGenerator random) {
      requireAvailable(this, available, random);
      return size;
    }
  }

  /** Every principle, in shuffled order. */
  record All() implements SubsetSize {

    @Override
    public int draw(int available, RandomGenerator random) {
      requireAvailable(this, available, random);
      return available;
    }
  }

  private static void requireAvailable(SubsetSize size, int available, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    if (available < size.least()) {
      throw new IllegalArgumentException(
          "principles: expected at least " + size.least() + ", found " + available);
    }
  }
}

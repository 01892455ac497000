package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Draws the guideline of one rollout: the interventions, always and in their order, then a few
 * principles of a pool by weight.
 *
 * <p>Principles are drawn without replacement, each with probability {@code (w_i + b_i) / sum of
 * (w_j + b_j) over those not yet drawn}, where {@code w} is the weight and {@code b} the boost if
 * the principle is {@linkplain Principle#boostedFor() boosted} for the prompt's kind, else 0. They
 * are listed in the order drawn and always affirmed. Source: SALMON, section 3.4, and the released
 * code, from which this differs in one point: it boosts by explicit kinds, not by words found in a
 * principle's name.
 *
 * <p>Immutable and safe for use by many threads, each with a generator of its own. A draw costs
 * O(count x pool) and takes exactly one {@code nextDouble()} per principle drawn, so a generator's
 * state after it does not depend on what was drawn.
 */
public final class PrincipleSampler {

  private final List<Principle> pool;
  private final List<Principle> interventions;
  private final int count;
  private final Map<PromptKind, double[]> weights = new EnumMap<>(PromptKind.class);

  /**
   * A sampler over a pool.
   *
   * @param pool what is drawn from; at least {@code settings.count()} principles
   * @param interventions lines of every guideline, first; may be empty
   * @param settings how many are drawn, and the boost
   * @throws IllegalArgumentException if the pool is smaller than the count, or its weights and
   *     boosts sum to more than a double holds
   */
  public PrincipleSampler(PrincipleSet pool, PrincipleSet interventions, Settings settings) {
    this.pool = pool.principles();
    this.interventions = interventions.principles();
    this.count = settings.count();
    if (count > pool.size()) {
      throw new IllegalArgumentException(
          "principle pool: expected at least " + count + " principles, found " + pool.size());
    }
    for (PromptKind kind : PromptKind.values()) {
      weights.put(kind, weights(kind, settings.boost()));
    }
  }

  /**
   * {@return a guideline for a prompt: every intervention, then the principles drawn}
   *
   * @param kind the prompt's kind
   * @param random where chance comes from; the same state gives the same guideline
   */
  public Guideline sample(PromptKind kind, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(kind, "kind");
    double[] remaining = Objects.requireNonNull(weights.get(kind)).clone();
    List<Principle> lines = new ArrayList<>(interventions);
    for (int drawn = 0; drawn < count; drawn++) {
      int index = draw(remaining, random.nextDouble());
      lines.add(pool.get(index));
      remaining[index] = 0;
    }
    return Guideline.affirming(lines);
  }

  /** {@return the index at this fraction, from 0 to 1, of the sum; never that of a weight of 0} */
  private static int draw(double[] remaining, double fraction) {
    double left = fraction * Arrays.stream(remaining).sum();
    int last = -1;
    for (int i = 0; i < remaining.length; i++) {
      if (remaining[i] > 0) {
        last = i;
        left -= remaining[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last; // rounding can leave a remainder of some ulps behind the last weight
  }

  private double[] weights(PromptKind kind, double boost) {
    double[] boosted =
        pool.stream()
            .mapToDouble(p -> p.weight() + (p.boostedFor().contains(kind) ? boost : 0))
            .toArray();
    double sum = Arrays.stream(boosted).sum();
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "principle pool: expected a finite sum of weights and boosts, found " + sum);
    }
    return boosted;
  }

  /**
   * How a guideline is drawn.
   *
   * @param count principles drawn, interventions not counted; at least 1; the released code draws 3
   * @param boost added to the weight of a principle that is boosted for the prompt's kind; finite,
   *     0 for none; the released code adds 128
   */
  public record Settings(int count, double boost) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (count < 1) {
        throw new IllegalArgumentException("count: expected 1 or more, found " + count);
      }
      if (!(boost >= 0) || Double.isInfinite(boost)) {
        throw new IllegalArgumentException(
            "boost: expected a finite number of 0 or more, found " + boost);
      }
    }

    /** {@return the released code's settings: 3 principles, boost 128} */
    public static Settings defaults() {
      return new Settings(3, 128);
    }
  }
}

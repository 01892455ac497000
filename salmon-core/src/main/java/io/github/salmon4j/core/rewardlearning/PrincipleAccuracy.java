package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.principle.Polarity;
import java.util.Objects;

/**
 * How well scores order the pairs whose guideline states a principle, alone or among others.
 *
 * @param principle name of the principle
 * @param polarity how it is stated
 * @param pairs number of such pairs, at least 1
 * @param accuracy their mean agreement, 0 to 1, as {@link PairwiseEvaluation} defines it
 */
public record PrincipleAccuracy(String principle, Polarity polarity, long pairs, double accuracy) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no pair, or the accuracy is outside 0 to 1
   */
  public PrincipleAccuracy {
    Objects.requireNonNull(principle, "principle");
    Objects.requireNonNull(polarity, "polarity");
    Ranges.requireAtLeastOne("pairs", pairs);
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException("accuracy: expected 0 to 1, found " + accuracy);
    }
  }
}

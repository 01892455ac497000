package io.github.salmon4j.preference;

import io.github.salmon4j.principle.Principle;
import java.util.Objects;

/**
 * A judge's raw opinion of one pair under one principle, in both orders of presentation.
 *
 * <p>A margin is a difference of log-probabilities of the judge's two answers, in nats, turned so
 * that a positive number always means that the pair's first response is better. Nothing is reduced
 * here: averaging, agreement and scaling belong to calibration (SALMON, section 3.2).
 *
 * @param pair the pair judged
 * @param principle the principle it was judged by, always affirmed
 * @param marginInOrder margin when the first response was shown first; finite
 * @param marginSwapped margin when the second response was shown first; finite
 */
public record PreferenceLabel(
    ResponsePair pair, Principle principle, double marginInOrder, double marginSwapped) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a margin is not finite
   */
  public PreferenceLabel {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(principle, "principle");
    if (!Double.isFinite(marginInOrder) || !Double.isFinite(marginSwapped)) {
      throw new IllegalArgumentException(
          "label margins: expected finite numbers, found " + marginInOrder + ", " + marginSwapped);
    }
  }

  /** {@return the mean margin over both orders, in nats} */
  public double meanMargin() {
    return (marginInOrder + marginSwapped) / 2;
  }

  /** {@return whether both orders prefer the same response; a zero margin agrees with nothing} */
  public boolean ordersAgree() {
    return marginInOrder > 0 ? marginSwapped > 0 : marginInOrder < 0 && marginSwapped < 0;
  }

  /**
   * {@return half the difference between the orders, in nats: positive if the judge favors whatever
   * is shown first}
   */
  public double positionBias() {
    return (marginInOrder - marginSwapped) / 2;
  }
}

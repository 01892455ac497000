package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.PreferenceLabel;

/**
 * When a label counts as an opinion: both orders prefer the same response, and by enough.
 *
 * @param minimumMargin least {@code |(d12 + d21) / 2|}, in nats; finite, 0 or more. The paper and
 *     the released code use no such bound, which is 0; orders that disagree are no opinion in the
 *     released code either
 */
public record AcceptanceRule(double minimumMargin) {

  /**
   * Checks the component.
   *
   * @throws IllegalArgumentException if the margin is negative or not finite
   */
  public AcceptanceRule {
    if (!(minimumMargin >= 0) || Double.isInfinite(minimumMargin)) {
      throw new IllegalArgumentException(
          "minimum margin: expected a finite number of 0 or more, found " + minimumMargin);
    }
  }

  /** {@return the rule that asks for agreement of the orders alone} */
  public static AcceptanceRule ordersAgree() {
    return new AcceptanceRule(0);
  }

  /**
   * {@return whether a label is an opinion}
   *
   * @param label any label
   */
  public boolean accepts(PreferenceLabel label) {
    return label.ordersAgree() && Math.abs(label.meanMargin()) >= minimumMargin;
  }
}

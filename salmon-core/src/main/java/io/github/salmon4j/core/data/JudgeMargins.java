package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.PreferenceLabel;

/**
 * A judge's raw margins under the definition of a line's principle, in nats; positive for the
 * example's own first response, after any exchange. The line's polarity does not turn them.
 *
 * @param inOrder margin when the example's first response was shown first, d12; finite
 * @param swapped margin when its second response was shown first, d21; finite
 */
public record JudgeMargins(double inOrder, double swapped) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public JudgeMargins {
    if (!Double.isFinite(inOrder) || !Double.isFinite(swapped)) {
      throw new IllegalArgumentException(
          "margins: expected finite numbers, found " + inOrder + ", " + swapped);
    }
  }

  /** Those of a label, seen from the pair judged or from the exchanged one; 0 stays 0. */
  static JudgeMargins of(PreferenceLabel label, boolean exchanged) {
    return exchanged
        ? new JudgeMargins(0.0 - label.marginSwapped(), 0.0 - label.marginInOrder())
        : new JudgeMargins(label.marginInOrder(), label.marginSwapped());
  }
}

package io.github.salmon4j.preference;

import io.github.salmon4j.principle.Guideline;
import java.util.Objects;

/**
 * A training example for a reward model: under this guideline, how likely the first response of the
 * pair is the better one.
 *
 * @param pair the two responses
 * @param guideline the principles shown with both
 * @param probabilityFirst probability that the first response is better, from 0 to 1; a hard label
 *     is exactly 1 or 0
 */
public record Preference(ResponsePair pair, Guideline guideline, double probabilityFirst) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the probability is outside 0 to 1
   */
  public Preference {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(guideline, "guideline");
    if (!(probabilityFirst >= 0 && probabilityFirst <= 1)) {
      throw new IllegalArgumentException(
          "preference probability: expected 0 to 1, found " + probabilityFirst);
    }
  }

  /** {@return the same example with the responses exchanged and the probability mirrored} */
  public Preference swapped() {
    return new Preference(pair.swapped(), guideline, 1 - probabilityFirst);
  }
}

package io.github.salmon4j.core.calibration;

import io.github.salmon4j.principle.StatedPrinciple;
import java.util.Objects;

/**
 * A line of a guideline and what the judge made of it.
 *
 * @param stated the principle with the polarity shown
 * @param score how much better the first response is under the line as shown: positive for the
 *     first, negative for the second, 0 for neither; negating the line changes its sign
 */
public record ScoredPrinciple(StatedPrinciple stated, double score) {

  /** Checks that nothing is null. */
  public ScoredPrinciple {
    Objects.requireNonNull(stated, "stated");
  }

  /** The same line for the pair with its responses exchanged; 0 stays 0, never -0. */
  ScoredPrinciple swapped() {
    return new ScoredPrinciple(stated, 0.0 - score);
  }
}

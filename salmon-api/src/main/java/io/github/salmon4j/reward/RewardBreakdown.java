package io.github.salmon4j.reward;

import io.github.salmon4j.principle.StatedPrinciple;
import java.util.List;
import java.util.Objects;

/**
 * A score under a whole guideline, beside the scores under each of its principles alone.
 *
 * <p>The parts do not add up to the whole: a reward model reads a guideline as text. They answer
 * "which principle does this response satisfy or break?".
 *
 * @param whole score under all principles together
 * @param parts score under each principle alone, in the guideline's order
 */
public record RewardBreakdown(RewardScore whole, List<Part> parts) {

  /** Copies the list. */
  public RewardBreakdown {
    Objects.requireNonNull(whole, "whole");
    parts = List.copyOf(parts);
  }

  /**
   * The score under one principle alone.
   *
   * @param principle the only line of the guideline
   * @param score the score under it
   */
  public record Part(StatedPrinciple principle, RewardScore score) {

    /** Checks that nothing is null. */
    public Part {
      Objects.requireNonNull(principle, "principle");
      Objects.requireNonNull(score, "score");
    }
  }
}

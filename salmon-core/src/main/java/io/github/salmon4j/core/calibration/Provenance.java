package io.github.salmon4j.core.calibration;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an example has the label that it has. Scores and label speak of the example's own first and
 * second response, after any exchange.
 *
 * @param sample index of the pair among all pairs labeled, in order of first appearance, from 0;
 *     skipped pairs count
 * @param pass which time the pairs were gone through, from 0
 * @param lines the guideline's lines in the order shown, each with its score
 * @param dominant index of the line with the largest {@code |score|}, the first of equals
 * @param label which response is called better, before noise: the dominant line's choice, or the
 *     rule's
 * @param rule name of the rule that decided the label; null if the dominant line did
 * @param flipped whether noise turned the label into its opposite; never with soft labels
 * @param exchanged whether the responses changed places with respect to the pair judged
 */
public record Provenance(
    int sample,
    int pass,
    List<ScoredPrinciple> lines,
    int dominant,
    Choice label,
    @Nullable String rule,
    boolean flipped,
    boolean exchanged) {

  /**
   * Checks the components and copies the list.
   *
   * @throws IndexOutOfBoundsException if there is no dominant line of that index
   */
  public Provenance {
    lines = List.copyOf(lines);
    Objects.checkIndex(dominant, lines.size());
    Objects.requireNonNull(label, "label");
  }

  /** {@return the line with the largest {@code |score|}} */
  public ScoredPrinciple dominantLine() {
    return lines.get(dominant);
  }

  /** The origin of the mirrored example: scores and label change sides. */
  Provenance mirrored() {
    List<ScoredPrinciple> mirrored = lines.stream().map(ScoredPrinciple::swapped).toList();
    return new Provenance(
        sample, pass, mirrored, dominant, label.opposite(), rule, flipped, !exchanged);
  }
}

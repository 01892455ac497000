package io.github.salmon4j.core.data;

import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.preference.Preference;
import java.util.List;
import java.util.Objects;

/**
 * A training example with everything that its label was made of.
 *
 * @param preference the example
 * @param provenance how it came about; its lines are those of the example's guideline
 * @param margins the judge's raw margins of each line, in order
 */
public record TracedPreference(
    Preference preference, Provenance provenance, List<JudgeMargins> margins) {

  /**
   * Checks the components and copies the list.
   *
   * @throws IllegalArgumentException if guideline, provenance and margins have other lines
   */
  public TracedPreference {
    Objects.requireNonNull(preference, "preference");
    margins = List.copyOf(margins);
    var stated = provenance.lines().stream().map(ScoredPrinciple::stated).toList();
    if (!stated.equals(preference.guideline().principles()) || stated.size() != margins.size()) {
      throw new IllegalArgumentException(
          "provenance: expected the lines of the guideline %s and as many margins, found %s and %d"
              .formatted(preference.guideline().lines(), stated, margins.size()));
    }
  }
}

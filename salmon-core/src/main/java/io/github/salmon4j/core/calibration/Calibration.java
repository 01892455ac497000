package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.Preference;
import java.util.List;
import java.util.Objects;

/**
 * What became of raw labels.
 *
 * @param examples the training examples, pass by pass, within a pass in the order of the pairs
 * @param report what was emitted, skipped and overruled
 * @param judge what the labels say of the judge, over every principle labeled
 */
public record Calibration(
    List<CalibratedPreference> examples, CalibrationReport report, JudgeReport judge) {

  /** Copies the list. */
  public Calibration {
    examples = List.copyOf(examples);
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(judge, "judge");
  }

  /** {@return the examples without their provenance, in the same order} */
  public List<Preference> preferences() {
    return examples.stream().map(CalibratedPreference::preference).toList();
  }
}

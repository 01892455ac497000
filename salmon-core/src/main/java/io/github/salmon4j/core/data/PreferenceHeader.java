package io.github.salmon4j.core.data;

import io.github.salmon4j.core.calibration.Calibration;
import io.github.salmon4j.core.calibration.CalibrationReport;
import io.github.salmon4j.core.calibration.JudgeReport;
import java.util.Objects;

/**
 * What a preference file says of itself in its first line.
 *
 * @param examples how many examples follow
 * @param seed where all chance came from
 * @param principles content hash of the principles that guidelines were drawn from
 * @param calibration the settings as text, for people: rules and detectors are as good as their
 *     {@code toString}, identity hash codes are left out
 * @param judge who labeled
 * @param report what was emitted, skipped and overruled; which principles dominate
 * @param labels what the labels say of the judge: agreement of its two orders, position bias
 */
public record PreferenceHeader(
    int examples,
    long seed,
    String principles,
    String calibration,
    JudgeIdentity judge,
    CalibrationReport report,
    JudgeReport labels) {

  /** Checks that nothing is null. */
  public PreferenceHeader {
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(judge, "judge");
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(labels, "labels");
  }

  static PreferenceHeader of(PreferenceRecipe recipe, Calibration calibration) {
    return new PreferenceHeader(
        calibration.examples().size(),
        recipe.seed(),
        recipe.principles().contentHash(),
        recipe.calibration().toString().replaceAll("@[0-9a-f]+\\b", ""),
        recipe.judge(),
        calibration.report(),
        calibration.judge());
  }

  /** {@return the share of examples whose label a rule decided; 0 if there is none} */
  public double shareDecidedByRule() {
    int ruled = report.decidedByRule().values().stream().mapToInt(Integer::intValue).sum();
    return examples == 0 ? 0 : (double) ruled / examples;
  }
}

package io.github.salmon4j.core.data;

import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.Objects;

/**
 * Everything besides the labels that a preference file follows from.
 *
 * @param principles what guidelines are drawn from
 * @param calibration every choice between labels and examples
 * @param seed where all chance comes from
 * @param judge who labeled; written down, not used
 */
public record PreferenceRecipe(
    PrincipleSet principles, CalibrationSettings calibration, long seed, JudgeIdentity judge) {

  /** Checks that nothing is null. */
  public PreferenceRecipe {
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(judge, "judge");
  }
}

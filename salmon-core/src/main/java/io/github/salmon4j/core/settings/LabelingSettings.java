package io.github.salmon4j.core.settings;

import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.language.GenerationSettings;
import java.util.Objects;

/**
 * How response pairs are sampled and their labels made into preferences (SALMON, section 3.2).
 *
 * @param responses how a response of a pair is sampled; temperature 0.7, no top-p, no top-k, at
 *     most 768 tokens in the released code, whose two runs have the seeds 42 and 43; the paper does
 *     not say
 * @param calibration how raw labels become training examples
 */
public record LabelingSettings(GenerationSettings responses, CalibrationSettings calibration) {

  /** Checks that nothing is null. */
  public LabelingSettings {
    Objects.requireNonNull(responses, "responses");
    Objects.requireNonNull(calibration, "calibration");
  }
}

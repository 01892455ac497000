package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.Preference;
import java.util.Objects;

/**
 * A training example with the reason for its label.
 *
 * @param preference the example
 * @param provenance how it came about
 */
public record CalibratedPreference(Preference preference, Provenance provenance) {

  /** Checks that nothing is null. */
  public CalibratedPreference {
    Objects.requireNonNull(preference, "preference");
    Objects.requireNonNull(provenance, "provenance");
  }

  /** The same example with its responses exchanged. */
  CalibratedPreference swapped() {
    return new CalibratedPreference(preference.swapped(), provenance.mirrored());
  }
}

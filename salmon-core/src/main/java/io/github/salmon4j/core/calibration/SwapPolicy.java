package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.PreferenceLabel;

/** How a judge's margins in the two orders of presentation, d12 and d21, become one. */
public enum SwapPolicy {
  /**
   * {@code (d12 + d21) / 2} if both have the same sign, else 0: an opinion that depends on the
   * order of presentation is none. The released SALMON code. A margin of 0 agrees with nothing.
   */
  AGREE_ELSE_ZERO {
    @Override
    double margin(PreferenceLabel label) {
      return label.ordersAgree() ? label.meanMargin() : 0;
    }
  },
  /** {@code (d12 + d21) / 2} always. SALMON, section 3.2, as the paper has it. */
  MEAN {
    @Override
    double margin(PreferenceLabel label) {
      return label.meanMargin() + 0.0; // never -0.0
    }
  };

  /** One margin of the two, in nats. */
  abstract double margin(PreferenceLabel label);
}

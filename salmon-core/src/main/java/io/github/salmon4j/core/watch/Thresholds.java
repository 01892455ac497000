package io.github.salmon4j.core.watch;

/** Checks of the settings of detectors. */
final class Thresholds {

  private Thresholds() {}

  static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + ": expected a finite number above 0, found " + value);
    }
  }

  static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + ": expected 0 to 1, found " + value);
    }
  }
}

package io.github.salmon4j.core.rewardlearning;

/** The ranges that numbers of this package are checked against. */
final class Ranges {

  private Ranges() {}

  static void requireFiniteFromZero(String what, double number) {
    if (!(number >= 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          what + ": expected a finite number of 0 or more, found " + number);
    }
  }

  static void requireAtLeastOne(String what, long number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + number);
    }
  }
}

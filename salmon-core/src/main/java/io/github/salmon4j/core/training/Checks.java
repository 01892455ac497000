package io.github.salmon4j.core.training;

/** The ranges that numbers of this package are checked against. */
final class Checks {

  private Checks() {}

  static void requireAtLeastOne(String what, long number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + number);
    }
  }
}

package io.github.salmon4j.core.settings;

/** Checks of numbers that count something. */
final class Counts {

  private Counts() {}

  static void requireAtLeastOne(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + count);
    }
  }
}

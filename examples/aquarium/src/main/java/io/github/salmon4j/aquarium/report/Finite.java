package io.github.salmon4j.aquarium.report;

/** What a report can draw and save. */
final class Finite {

  private Finite() {}

  static void require(String what, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(what + ": expected a finite number, found " + number);
    }
  }
}

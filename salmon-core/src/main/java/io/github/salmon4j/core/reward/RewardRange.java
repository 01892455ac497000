package io.github.salmon4j.core.reward;

/** What the numbers of reward settings may be. */
final class RewardRange {

  private RewardRange() {}

  static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + ": expected a finite number, found " + value);
    }
  }
}

package io.github.salmon4j.aquarium.report;

import java.util.Objects;

/**
 * What a claim is held to.
 *
 * @param held what must meet the bound
 * @param side on which side of the bound
 * @param bound the bound, finite, in the unit of the claim's values (a share: 0 to 1)
 */
public record Threshold(Held held, Side side, double bound) {

  /** What must meet the bound. */
  public enum Held {
    /** The mean over seeds. */
    MEAN("mean"),
    /** The whole 95 % interval, so the mean too. */
    INTERVAL("whole interval"),
    /** What each seed gave: one that is off is enough to fail. */
    EVERY_SEED("every seed"),
    /** Nothing: the number is reported, and side and bound say nothing. */
    NOTHING("reported only");

    private final String words;

    Held(String words) {
      this.words = words;
    }
  }

  /** On which side of the bound a number must lie. */
  public enum Side {
    /** On it or above it. */
    AT_LEAST("at least"),
    /** Above it. */
    ABOVE("above"),
    /** On it or below it. */
    AT_MOST("at most"),
    /** Below it. */
    BELOW("below");

    private final String words;

    Side(String words) {
      this.words = words;
    }
  }

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Threshold {
    Objects.requireNonNull(held, "held");
    Objects.requireNonNull(side, "side");
    Finite.require("bound", bound);
  }

  /**
   * {@return a threshold for the mean over seeds}
   *
   * @param side on which side of the bound
   * @param bound the bound
   */
  public static Threshold mean(Side side, double bound) {
    return new Threshold(Held.MEAN, side, bound);
  }

  /**
   * {@return a threshold for the whole 95 % interval}
   *
   * @param side on which side of the bound
   * @param bound the bound
   */
  public static Threshold interval(Side side, double bound) {
    return new Threshold(Held.INTERVAL, side, bound);
  }

  /**
   * {@return a threshold for what each seed gave}
   *
   * @param side on which side of the bound
   * @param bound the bound
   */
  public static Threshold everySeed(Side side, double bound) {
    return new Threshold(Held.EVERY_SEED, side, bound);
  }

  /** {@return no threshold: for a number that is reported beside those that are held to one} */
  public static Threshold none() {
    return new Threshold(Held.NOTHING, Side.AT_LEAST, 0);
  }

  boolean isMetBy(double value) {
    return switch (side) {
      case AT_LEAST -> value >= bound;
      case ABOVE -> value > bound;
      case AT_MOST -> value <= bound;
      case BELOW -> value < bound;
    };
  }

  boolean isMetByAllOf(Interval interval) {
    return isMetBy(interval.low()) && isMetBy(interval.high());
  }

  boolean isMetBySomeOf(Interval interval) {
    return isMetBy(interval.low()) || isMetBy(interval.high());
  }

  /** {@return the threshold in words, before the bound if there is one} */
  String words() {
    return held == Held.NOTHING ? held.words : held.words + " " + side.words;
  }
}

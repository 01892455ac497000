package io.github.salmon4j.aquarium.report;

import io.github.salmon4j.aquarium.report.Threshold.Held;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers and claims as short text, the same in every form of the report. */
final class Figures {

  private static final MathContext DIGITS = new MathContext(4);
  private static final double SMALLEST_PLAIN = 1e-5;
  private static final double LARGEST_PLAIN = 1e7;

  private Figures() {}

  /** {@return a number with four significant digits, no more zeros than needed} */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size < SMALLEST_PLAIN || size >= LARGEST_PLAIN
        ? rounded.toString()
        : rounded.toPlainString();
  }

  static String mean(Claim claim) {
    return withUnit(claim, bare(claim, claim.mean()));
  }

  static String seeds(Claim claim) {
    return claim.values().stream()
        .map(value -> bare(claim, value))
        .collect(Collectors.joining(", "));
  }

  /** {@return the interval over seeds, and for shares that over all trials too} */
  static List<String> intervals(Claim claim) {
    String seeds = interval(claim, claim.interval());
    return claim
        .pooledInterval()
        .map(pooled -> List.of(seeds, interval(claim, pooled) + " by trials"))
        .orElse(List.of(seeds));
  }

  static String threshold(Claim claim) {
    Threshold threshold = claim.threshold();
    return threshold.held() == Held.NOTHING
        ? threshold.words()
        : threshold.words() + " " + withUnit(claim, bare(claim, threshold.bound()));
  }

  private static String interval(Claim claim, Interval interval) {
    return claim.values().size() == 1 && interval.equals(claim.interval())
        ? "unknown from one seed"
        : withUnit(claim, bare(claim, interval.low()) + " to " + bare(claim, interval.high()));
  }

  private static String bare(Claim claim, double value) {
    return number(claim.shares().isEmpty() ? value : 100 * value);
  }

  private static String withUnit(Claim claim, String number) {
    String unit = claim.shares().isEmpty() ? claim.unit() : "%";
    return unit.isEmpty() ? number : number + " " + unit;
  }
}

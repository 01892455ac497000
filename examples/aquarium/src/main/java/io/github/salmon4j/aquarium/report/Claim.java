package io.github.salmon4j.aquarium.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A claim of the paper and what this run measured of it. The seeds are the sample: an interval
 * speaks about other seeds of the same world and base.
 *
 * <pre>{@code
 * Claim.ofShares(
 *     "A reward model follows principles that it was not trained with.",
 *     "held-out pairs ordered as the principle says",
 *     List.of(new Share(183, 200), new Share(191, 200)),
 *     Threshold.interval(Side.AT_LEAST, 0.8));
 * }</pre>
 *
 * @param statement what the paper claims, in a sentence
 * @param measure what was measured to see whether it is so
 * @param unit unit of the values, perhaps empty; shares are shown in percent
 * @param values what each seed gave, finite, at least one
 * @param shares the counts behind the values if they are shares, in the same order; else none
 * @param threshold what the claim is held to
 */
public record Claim(
    String statement,
    String measure,
    String unit,
    List<Double> values,
    List<Share> shares,
    Threshold threshold) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no value, one is not finite, or the shares are not
   *     what the values say
   */
  public Claim {
    Objects.requireNonNull(statement, "statement");
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(threshold, "threshold");
    values = List.copyOf(values);
    shares = List.copyOf(shares);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: expected at least 1, found 0");
    }
    values.forEach(value -> Finite.require("value", value));
    List<Double> counted = shares.stream().map(Share::value).toList();
    if (!shares.isEmpty() && !counted.equals(values)) {
      throw new IllegalArgumentException("values: expected " + counted + ", found " + values);
    }
  }

  /**
   * {@return a claim about a quantity}
   *
   * @param statement what the paper claims
   * @param measure what was measured
   * @param unit unit of the values, perhaps empty
   * @param values what each seed gave
   * @param threshold what the claim is held to
   */
  public static Claim of(
      String statement, String measure, String unit, List<Double> values, Threshold threshold) {
    return new Claim(statement, measure, unit, values, List.of(), threshold);
  }

  /**
   * {@return a claim about a share}
   *
   * @param statement what the paper claims
   * @param measure what was counted
   * @param shares what each seed gave
   * @param threshold what the claim is held to, its bound from 0 to 1
   */
  public static Claim ofShares(
      String statement, String measure, List<Share> shares, Threshold threshold) {
    List<Double> values = shares.stream().map(Share::value).toList();
    return new Claim(statement, measure, "", values, shares, threshold);
  }

  /** {@return the mean over seeds} */
  public double mean() {
    return Interval.statistics(values).getMean();
  }

  /**
   * {@return the 95 % Student-t interval of the mean over seeds; that of a share is cut to 0..1,
   * and that of one seed knows nothing}
   */
  public Interval interval() {
    Interval interval = Interval.studentT(values);
    return shares.isEmpty() ? interval : interval.within(0, 1);
  }

  /**
   * {@return the 95 % Wilson interval of the share over the trials of all seeds, for shares}
   *
   * <p>It takes all trials for independent, so it misses what differs between seeds and what trials
   * about one prompt share, and is too narrow; but it still has a width where all seeds agree, as
   * at 0 and 1, where the interval over seeds has none.
   */
  public Optional<Interval> pooledInterval() {
    return shares.isEmpty() ? Optional.empty() : Optional.of(Interval.wilson(Share.pooled(shares)));
  }

  /**
   * {@return what the numbers say; where an interval decides, both of a share must say the same}
   */
  public Verdict verdict() {
    return switch (threshold.held()) {
      case NOTHING -> Verdict.REPORTED;
      case MEAN -> threshold.isMetBy(mean()) ? Verdict.HOLDS : Verdict.FAILS;
      case EVERY_SEED ->
          values.stream().allMatch(threshold::isMetBy) ? Verdict.HOLDS : Verdict.FAILS;
      case INTERVAL -> verdictOfIntervals();
    };
  }

  private Verdict verdictOfIntervals() {
    Interval interval = interval();
    Interval pooled = pooledInterval().orElse(interval);
    if (threshold.isMetByAllOf(interval) && threshold.isMetByAllOf(pooled)) {
      return Verdict.HOLDS;
    }
    return threshold.isMetBySomeOf(interval) || threshold.isMetBySomeOf(pooled)
        ? Verdict.NOT_SHOWN
        : Verdict.FAILS;
  }
}

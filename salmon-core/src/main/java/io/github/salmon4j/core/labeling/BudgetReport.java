package io.github.salmon4j.core.labeling;

/**
 * What labels cost. Only what was judged counts, not what a log already held.
 *
 * @param pairs pairs judged; 0 or more
 * @param labels labels made, one per pair and principle; 0 or more
 * @param promptTokens tokens that the judge's model had to read, where what the principles of one
 *     pair and order share counts once; a model that shares less computes more; 0 or more
 * @param seconds wall time, encoding included; finite, 0 or more
 * @param acceptedLabels labels that an {@link AcceptanceRule} accepts; 0 to {@code labels}
 */
public record BudgetReport(
    long pairs, long labels, long promptTokens, double seconds, long acceptedLabels) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public BudgetReport {
    requireRange("pairs", pairs, Long.MAX_VALUE);
    requireRange("labels", labels, Long.MAX_VALUE);
    requireRange("prompt tokens", promptTokens, Long.MAX_VALUE);
    requireRange("accepted labels", acceptedLabels, labels);
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "seconds: expected a finite number of 0 or more, found " + seconds);
    }
  }

  /** {@return the report of no work} */
  public static BudgetReport none() {
    return new BudgetReport(0, 0, 0, 0, 0);
  }

  static BudgetReport of(JudgedBatch batch, AcceptanceRule rule) {
    return new BudgetReport(
        batch.pairs(),
        batch.labels().size(),
        batch.promptTokens(),
        batch.seconds(),
        batch.labels().stream().filter(rule::accepts).count());
  }

  /**
   * {@return both together, one after the other}
   *
   * @param other another run, or another judge; its pairs count again
   */
  public BudgetReport plus(BudgetReport other) {
    return new BudgetReport(
        pairs + other.pairs,
        labels + other.labels,
        promptTokens + other.promptTokens,
        seconds + other.seconds,
        acceptedLabels + other.acceptedLabels);
  }

  /** {@return labels per second of wall time; NaN if nothing was done} */
  public double labelsPerSecond() {
    return labels / seconds;
  }

  /** {@return wall time per accepted label; infinite if none was accepted, NaN without work} */
  public double secondsPerAcceptedLabel() {
    return seconds / acceptedLabels;
  }

  /** {@return prompt tokens per accepted label; infinite if none was accepted, NaN without work} */
  public double tokensPerAcceptedLabel() {
    return (double) promptTokens / acceptedLabels;
  }

  private static void requireRange(String name, long count, long most) {
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(name + ": expected 0 to " + most + ", found " + count);
    }
  }
}

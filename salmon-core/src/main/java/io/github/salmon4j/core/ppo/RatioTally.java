package io.github.salmon4j.core.ppo;

import io.github.salmon4j.ppo.RatioReport;

/** Adds up the ratios of new to old probability, token by token. */
final class RatioTally {

  private final ClippedSurrogate range;
  private long tokens;
  private double sumNegativeLogRatio;
  private double sumK3;
  private long below;
  private long above;
  private long flat;
  private double smallest = 1;
  private double largest = 1;

  RatioTally(ClippedSurrogate range) {
    this.range = range;
  }

  void add(double logRatio, double ratio, boolean withoutSlope) {
    smallest = tokens == 0 ? ratio : Math.min(smallest, ratio);
    largest = tokens == 0 ? ratio : Math.max(largest, ratio);
    tokens++;
    sumNegativeLogRatio -= logRatio;
    sumK3 += Math.expm1(logRatio) - logRatio;
    below += range.isBelow(ratio) ? 1 : 0;
    above += range.isAbove(ratio) ? 1 : 0;
    flat += withoutSlope ? 1 : 0;
  }

  RatioReport report() {
    double n = Math.max(tokens, 1);
    return new RatioReport(
        tokens,
        sumNegativeLogRatio / n,
        sumK3 / n,
        below / n,
        above / n,
        flat / n,
        smallest,
        largest);
  }
}

package io.github.salmon4j.core.rewardlearning;

import java.util.ArrayList;
import java.util.List;

/** Sums over ten bins of equal width between confidence 0.5 and 1. */
final class Calibration {

  private static final int BINS = 10;

  private final long[] counts = new long[BINS];
  private final double[] confidences = new double[BINS];
  private final double[] agreements = new double[BINS];

  void add(double confidence, double agreement) {
    int bin = binOf(confidence);
    counts[bin]++;
    confidences[bin] += confidence;
    agreements[bin] += agreement;
  }

  /** The bins that hold a pair, least confident first. */
  List<CalibrationBin> bins() {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int k = 0; k < BINS; k++) {
      long n = counts[k];
      if (n > 0) {
        bins.add(
            new CalibrationBin(edge(k), edge(k + 1), n, confidences[k] / n, agreements[k] / n));
      }
    }
    return bins;
  }

  /** The bin whose lower edge is the last one not above the confidence; 1 is in the last. */
  static int binOf(double confidence) {
    return Math.min((int) (confidence * 2 * BINS) - BINS, BINS - 1);
  }

  private static double edge(int bin) {
    return (BINS + bin) / (2.0 * BINS);
  }
}

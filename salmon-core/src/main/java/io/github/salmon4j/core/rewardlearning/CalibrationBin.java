package io.github.salmon4j.core.rewardlearning;

/**
 * The pairs on whose order a reward model was about equally sure.
 *
 * @param low smallest confidence of the bin, 0.5 to 0.95
 * @param high end of the bin, not part of it, except 1 of the last
 * @param count pairs in the bin, at least 1
 * @param meanConfidence their mean confidence, 0.5 to 1
 * @param accuracy their mean agreement with the labels, 0 to 1; the same as the confidence if the
 *     model is calibrated
 */
public record CalibrationBin(
    double low, double high, long count, double meanConfidence, double accuracy) {

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if the bin is empty
   */
  public CalibrationBin {
    Ranges.requireAtLeastOne("pairs in a calibration bin", count);
  }
}

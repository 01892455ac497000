package io.github.salmon4j.core.calibration;

/**
 * How often a label is turned into its opposite on purpose, so that a reward model does not grow
 * too sure. The paper has none; the released SALMON code has 0.10 and 0.25.
 *
 * @param judged probability for a label that the judge's scores decided, 0 to 1
 * @param ruled probability for a label that a rule decided, 0 to 1
 */
public record LabelNoise(double judged, double ruled) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LabelNoise {
    CalibrationSettings.requireProbability("judged label noise", judged);
    CalibrationSettings.requireProbability("ruled label noise", ruled);
  }

  /** {@return no noise, as in the paper} */
  public static LabelNoise none() {
    return new LabelNoise(0, 0);
  }
}

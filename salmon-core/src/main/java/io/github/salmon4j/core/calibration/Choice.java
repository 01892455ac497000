package io.github.salmon4j.core.calibration;

/** Which response of a pair is called better. */
public enum Choice {
  /** The first response. */
  FIRST,
  /** The second response. */
  SECOND;

  /** {@return the other response} */
  public Choice opposite() {
    return this == FIRST ? SECOND : FIRST;
  }
}

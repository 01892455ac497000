package io.github.salmon4j.principle;

/** Whether a principle is shown as it stands or turned into its opposite. */
public enum Polarity {
  /** The definition is shown: the quality is wanted. */
  AFFIRMED,
  /** The negation is shown: the opposite of the quality is wanted. */
  NEGATED;

  /** {@return the other polarity} */
  public Polarity opposite() {
    return this == AFFIRMED ? NEGATED : AFFIRMED;
  }
}

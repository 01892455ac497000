package io.github.salmon4j.aquarium.report;

/** What the measured numbers say about a claim. */
public enum Verdict {
  /** They meet the threshold. */
  HOLDS("holds"),
  /** An interval reaches across the threshold, or there is none: more seeds could tell. */
  NOT_SHOWN("not shown"),
  /** They miss the threshold. */
  FAILS("does not hold"),
  /** They are held to nothing. */
  REPORTED("reported");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** {@return the verdict as the report says it} */
  public String words() {
    return words;
  }
}

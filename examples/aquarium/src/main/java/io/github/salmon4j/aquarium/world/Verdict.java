package io.github.salmon4j.aquarium.world;

/** What a judge answers. */
public enum Verdict {
  /** The first response is better. */
  A,
  /** The second response is better. */
  B;

  /** {@return the letter as a judge writes it: a or b} */
  public String letter() {
    return this == A ? "a" : "b";
  }
}

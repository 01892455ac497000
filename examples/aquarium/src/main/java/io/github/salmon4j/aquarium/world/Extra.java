package io.github.salmon4j.aquarium.world;

/** What a response may have beside its content. */
public enum Extra {
  /** Says step by step what it does. */
  STEPS,
  /** Gives an example that nobody asked for. */
  EXAMPLE,
  /** Praises itself. */
  PRAISE
}

package io.github.salmon4j.aquarium.world;

/** Whether a statement holds in the world. */
public enum Truth {
  /** It holds. */
  TRUE,
  /** It does not, or nobody knows. */
  FALSE
}

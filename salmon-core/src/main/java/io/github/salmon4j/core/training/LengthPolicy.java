package io.github.salmon4j.core.training;

/** What becomes of an example that has more tokens than it may. */
public enum LengthPolicy {
  /** It is left out: nothing is learned from half an example. */
  FILTER,
  /** It is cut, as in SALMON's and SELF-ALIGN's released code. */
  TRUNCATE
}

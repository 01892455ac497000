package io.github.salmon4j.core.sampling;

/** Why two responses, or their prompt, give no pair; in the order in which it is asked. */
public enum PairDrop {
  /** The prompt, with the template around it, has too many tokens; no response was sampled. */
  PROMPT_TOO_LONG,
  /** What the model wrote, before any cut, has too few characters in one of them. */
  RAW_TOO_SHORT,
  /** What the cut left has too few characters in one of them. */
  TEXT_TOO_SHORT,
  /** Both are the same text. */
  IDENTICAL,
  /** The same two texts, in this order or the other, were a pair of the same prompt before. */
  REPEATED
}

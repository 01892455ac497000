package io.github.salmon4j.core.data;

/** Why a line that could be read gives no example. */
public enum DropReason {
  /** Both responses are the same text, so a preference between them says nothing. */
  IDENTICAL_RESPONSES,
  /** One transcript continues the other, so they differ in length only, not in a response. */
  TRANSCRIPT_IS_PREFIX,
  /** The votes of the two responses are too close to each other. */
  LOW_SCORE_RATIO,
  /** The prompt has fewer characters than the filter asks for. */
  TOO_SHORT,
  /** The prompt has more characters than the filter allows. */
  TOO_LONG,
  /** The same prompt text occurred on an earlier line. */
  DUPLICATE
}

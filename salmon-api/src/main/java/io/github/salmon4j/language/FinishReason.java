package io.github.salmon4j.language;

/** Why a generated response ends where it does. */
public enum FinishReason {
  /** The model emitted a stop token. */
  FINISHED,
  /** The response reached the largest number of new tokens, or the end of the context. */
  TRUNCATED
}

package io.github.salmon4j.core.data;

import java.util.Objects;

/**
 * Which prompts are kept.
 *
 * @param minCharacters fewest Unicode characters of a prompt; 0 or more
 * @param maxCharacters most; not below the fewest
 * @param repetition whether a text that occurred before is kept
 */
public record PromptFilter(int minCharacters, int maxCharacters, Repetition repetition) {

  /** What happens to a prompt whose text occurred on an earlier line and was kept. */
  public enum Repetition {
    /** It is kept again. */
    KEEP,
    /**
     * It is dropped. Texts are the same if every character is; for that, 32 bytes of each distinct
     * prompt (its SHA-256) are held.
     */
    DROP
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a limit is out of its range
   */
  public PromptFilter {
    Objects.requireNonNull(repetition, "repetition");
    if (minCharacters < 0 || maxCharacters < minCharacters) {
      throw new IllegalArgumentException(
          "prompt characters: expected 0 <= min <= max, found "
              + minCharacters
              + " and "
              + maxCharacters);
    }
  }

  /** {@return a filter that drops repeated prompts and no others} */
  public static PromptFilter distinct() {
    return new PromptFilter(0, Integer.MAX_VALUE, Repetition.DROP);
  }
}

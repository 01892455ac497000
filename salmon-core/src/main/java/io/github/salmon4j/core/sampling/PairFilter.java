package io.github.salmon4j.core.sampling;

import java.util.Objects;
import java.util.Optional;

/**
 * Which pairs of responses are worth judging.
 *
 * @param minCharacters fewest Unicode characters of a response; 0 or more; 16 in the released
 *     SALMON code; the paper does not say
 * @param lengthCheck which text that is asked of
 * @param identical what becomes of two responses that are the same text
 */
public record PairFilter(int minCharacters, LengthCheck lengthCheck, Identical identical) {

  /** Which text must be long enough. */
  public enum LengthCheck {
    /** What the model wrote. So a kept response can be empty; the released SALMON code. */
    RAW,
    /** What the model wrote, and again what the cut left of it. */
    RAW_AND_TEXT
  }

  /** What becomes of a pair of equal texts, which no judge can tell apart. */
  public enum Identical {
    /** It is kept and counted; the released SALMON code. */
    KEEP,
    /** It is dropped. */
    DROP
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public PairFilter {
    Objects.requireNonNull(lengthCheck, "lengthCheck");
    Objects.requireNonNull(identical, "identical");
    if (minCharacters < 0) {
      throw new IllegalArgumentException(
          "min characters: expected 0 or more, found " + minCharacters);
    }
  }

  /** {@return 16 characters before and after the cut, and no identical responses} */
  public static PairFilter defaults() {
    return new PairFilter(16, LengthCheck.RAW_AND_TEXT, Identical.DROP);
  }

  /** {@return the released SALMON code's: 16 characters before the cut} */
  public static PairFilter released() {
    return new PairFilter(16, LengthCheck.RAW, Identical.KEEP);
  }

  /** The first reason against two responses of one prompt, if there is one. */
  Optional<PairDrop> drop(SampledResponse first, SampledResponse second) {
    if (isShort(first.raw()) || isShort(second.raw())) {
      return Optional.of(PairDrop.RAW_TOO_SHORT);
    }
    if (lengthCheck == LengthCheck.RAW_AND_TEXT
        && (isShort(first.text()) || isShort(second.text()))) {
      return Optional.of(PairDrop.TEXT_TOO_SHORT);
    }
    return identical == Identical.DROP && first.text().equals(second.text())
        ? Optional.of(PairDrop.IDENTICAL)
        : Optional.empty();
  }

  private boolean isShort(String text) {
    return text.codePointCount(0, text.length()) < minCharacters;
  }
}

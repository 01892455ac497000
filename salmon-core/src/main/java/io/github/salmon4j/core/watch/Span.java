package io.github.salmon4j.core.watch;

/**
 * A stretch of a response's text.
 *
 * @param start index of its first character
 * @param end index behind its last character; above the start
 */
public record Span(int start, int end) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the span is empty or begins before the text
   */
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "span: expected 0 <= start < end, found " + start + ", " + end);
    }
  }
}

package io.github.salmon4j.core.template;

import java.util.List;

/**
 * The ways in which a template's own lines begin, and how untrusted text is kept from beginning a
 * line like that.
 *
 * <p>A line that begins with a mark, after blanks or not, gets a backslash before the mark. So does
 * a line whose mark already has backslashes before it: otherwise two texts would look the same
 * after escaping. All other text stays as it is.
 *
 * <p>The text's start counts as a line's, and so does what follows any character that some reader
 * takes for a line break: those of Unicode, and the separators U+001C to U+001E, at which Python
 * breaks lines. Blanks are white space, control characters and characters without a shape, such as
 * the zero-width space: a line must not look like a head by hiding what comes before the mark.
 */
final class LineMarks {

  private static final String LINE_BREAKS = "\n\u000B\f\r\u001C\u001D\u001E\u0085\u2028\u2029";
  private static final char ESCAPE = '\\';

  private final List<String> marks;

  /** Marks that are compared without regard to case. */
  LineMarks(String... marks) {
    this.marks = List.of(marks);
  }

  /**
   * {@return a text in which no line begins with a mark; distinct texts stay distinct}
   *
   * @param field what the text is, for the message
   * @param text any text
   * @throws IllegalArgumentException if the text holds a lone surrogate, which is not a character
   */
  String neutralize(String field, String text) {
    StringBuilder neutral = new StringBuilder(text.length() + 1);
    boolean lineStart = true;
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int character = text.codePointAt(i);
      requireCharacter(field, character, i);
      next = i + Character.charCount(character);
      if (LINE_BREAKS.indexOf(character) >= 0) {
        lineStart = true;
      } else if (lineStart && !isBlank(character)) {
        lineStart = false;
        if (marked(text, i)) {
          neutral.append(ESCAPE);
        }
      }
      neutral.appendCodePoint(character);
    }
    return neutral.toString();
  }

  private boolean marked(String text, int start) {
    int from = start;
    while (from < text.length() && text.charAt(from) == ESCAPE) {
      from++;
    }
    for (String mark : marks) {
      if (text.regionMatches(true, from, mark, 0, mark.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static void requireCharacter(String field, int codePoint, int index) {
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw new IllegalArgumentException(
          String.format(
              "%s: expected Unicode text, found a lone surrogate U+%04X at index %d",
              field, codePoint, index));
    }
  }

  @Override
  public String toString() {
    return ESCAPE + " before " + marks;
  }
}

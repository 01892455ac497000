package io.github.salmon4j.aquarium;

import java.util.regex.Pattern;

/**
 * A text of any origin as lines of a terminal: broken at spaces, indented, and without control
 * characters, which could move the cursor or worse.
 */
final class Paragraph {

  private static final int WIDTH = 96;
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private Paragraph() {}

  /**
   * {@return the text behind a label, its further lines as far to the right as the first}
   *
   * @param label what stands left of the text
   * @param text the text
   */
  static String of(String label, String text) {
    StringBuilder lines = new StringBuilder(label);
    String indent = " ".repeat(label.length());
    int column = label.length();
    for (String word : SPACES.split(text.strip(), -1)) {
      if (column + word.length() > WIDTH && column > label.length()) {
        lines.setLength(lines.length() - 1);
        lines.append('\n').append(indent);
        column = label.length();
      }
      lines.append(CONTROL.matcher(word).replaceAll("?")).append(' ');
      column += word.length() + 1;
    }
    return lines.toString().stripTrailing();
  }
}

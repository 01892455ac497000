package io.github.salmon4j.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMarksTest {

  private static final LineMarks MARKS = new LineMarks("===", "(a)");

  /** Takes one backslash away where one must have been added; knows nothing of the code. */
  private static final Pattern ESCAPED =
      Pattern.compile(
          "(?<=^|[\n\u000B\f\r\u001C-\u001E\u0085\u2028\u2029])([\\s\\p{Z}\\p{Cc}\\p{Cf}]*)"
              + "\\\\(?=\\\\*(===|\\([aA]\\)))");

  private static String neutral(String text) {
    return MARKS.neutralize("text", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a === b",
        "x=== head ===",
        "== =",
        "a\n== b",
        "\\",
        "\\n",
        "a\n\\b",
        "\n\n",
        " (c)",
        "see (a)",
        "- === x",
        "\uD83D\uDE00\n\u00E9"
      })
  void neutralize_textWithoutMarkedLines_isUnchanged(String text) {
    assertEquals(text, neutral(text));
  }

  @Test
  void neutralize_fieldStart_isALineStart() {
    assertEquals("\\=== head ===", neutral("=== head ==="));
    assertEquals(" \t\\===", neutral(" \t==="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r",
        "\r\n",
        "\u000B",
        "\f",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u001C",
        "\u001D",
        "\u001E",
        "\n\n",
        "\n \u00A0\t",
        "\r\u200B",
        "\n\uFEFF",
        "\u2028\u0000",
        "\n\uDB40\uDC01"
      })
  void neutralize_afterLineBreakAndBlanks_escapes(String before) {
    assertEquals("x" + before + "\\=== y", neutral("x" + before + "=== y"));
    assertEquals("x" + before + "\\(a)", neutral("x" + before + "(a)"));
  }

  @Test
  void neutralize_anyCase_escapes() {
    assertEquals("\\(A)", neutral("(A)"));
  }

  @Test
  void neutralize_escapesTheEscape() {
    assertEquals("\\\\===", neutral("\\==="));
    assertEquals("\\\\\\===", neutral("\\\\==="));
  }

  @Test
  void neutralize_everyMarkedLine() {
    assertEquals("\\===\n\\===\n\\(a)", neutral("===\n===\n(a)"));
    assertEquals("\\=== === ===", neutral("=== === ==="), "once a line");
  }

  @Provide
  Arbitrary<String> texts() {
    return Hostile.texts();
  }

  @Property(tries = 3000)
  void neutralize_leavesNoMarkedLine(@ForAll("texts") String text) {
    assertEquals(List.of(), Hostile.lines(neutral(text), "==="));
    assertEquals(List.of(), Hostile.lines(neutral(text), "(a)"));
  }

  @Property(tries = 3000)
  void neutralize_canBeUndone_soDistinctTextsStayDistinct(@ForAll("texts") String text) {
    assertEquals(text, ESCAPED.matcher(neutral(text)).replaceAll("$1"));
  }

  @Property(tries = 1000)
  void neutralize_anyUnicodeText_onlyAddsBackslashes(@ForAll String text) {
    String clean = text.replaceAll("\\p{Cs}", "");
    assertEquals(clean.replace("\\", ""), neutral(clean).replace("\\", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab\uD800", "ab\uD800c", "ab\uDC00\uD800", "ab\uDFFF\uD83D\uDE00"})
  void neutralize_loneSurrogate_namesFieldAndIndex(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> MARKS.neutralize("prompt", text))
            .getMessage();
    assertEquals(
        String.format(
            "prompt: expected Unicode text, found a lone surrogate U+%04X at index 2",
            (int) text.charAt(2)),
        message);
  }

  @Test
  void neutralize_isLinear() {
    String blanks = "\n".repeat(2_000_000) + "\\".repeat(2_000_000);
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(blanks, neutral(blanks)));
  }
}

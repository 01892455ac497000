package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParagraphTest {

  @Test
  void of_shortText_isOneLine() {
    assertEquals("A  once a day", Paragraph.of("A  ", " once\na  day "));
  }

  @Test
  void of_longText_isBrokenAtSpacesAndIndented() {
    String text = "word ".repeat(40).strip();
    List<String> lines = Paragraph.of("A  ", text).lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("A  word"));
    assertTrue(lines.get(1).startsWith("   word"));
    for (String line : lines) {
      assertTrue(line.length() <= 96, line);
    }
    assertEquals(text, String.join(" ", lines).substring(3).replaceAll(" +", " "));
  }

  @Test
  void of_wordLongerThanALine_staysWhole() {
    assertEquals("A  " + "x".repeat(300), Paragraph.of("A  ", "x".repeat(300)));
  }

  @Test
  void of_terminalCommands_areNotPassedOn() {
    assertEquals("A  ?[2Jgone??", Paragraph.of("A  ", "\u001b[2Jgone\u0007\u009b"));
  }

  @Test
  void of_nothing_isTheLabel() {
    assertEquals("A", Paragraph.of("A  ", ""));
  }
}

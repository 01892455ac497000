package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

  @Test
  void render_scores_lineUp() {
    ScoreTable table = new ScoreTable("Score under", List.of("A", "B"));
    table.add("Concise", List.of(1.5, -0.25));
    table.add("Concise, negated", List.of(-12.34567, 0.0));
    assertEquals(
        """
        Score under               A          B  best
        --------------------------------------------
        Concise              1.5000    -0.2500     A
        Concise, negated   -12.3457     0.0000     B
        """,
        table.render());
  }

  @Test
  void render_otherLocale_keepsThePoint() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      ScoreTable table = new ScoreTable("Score under", List.of("A"));
      table.add("Concise", List.of(0.5));
      assertTrue(table.render().contains("0.5000"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void add_veryLongLabel_isCut() {
    ScoreTable table = new ScoreTable("", List.of("A"));
    table.add("x".repeat(200), List.of(0.0));
    String row = table.render().lines().skip(2).findFirst().orElseThrow();
    assertEquals("x".repeat(53) + "...     0.0000", row);
  }

  @Test
  void add_anotherNumberOfScores_isRefused() {
    ScoreTable table = new ScoreTable("Score under", List.of("A", "B"));
    assertThrows(IllegalArgumentException.class, () -> table.add("Concise", List.of(1.0)));
  }
}

package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, on the model that comes with it. */
class QuickstartTest {

  private static final Pattern SCORE = Pattern.compile("-?\\d+\\.\\d{4}");

  /** What another company of inputs may change, and then the rounding to four digits. */
  private static final double TOLERANCE = 2e-4;

  private static Run plain;

  @TempDir Path folder;

  @BeforeAll
  static void runWithoutArguments() {
    plain = Run.of();
  }

  @Test
  void noArguments_tables_standBetweenTheNotes() {
    Run run = plain;
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    int table = run.out().indexOf("Score under");
    assertTrue(run.out().indexOf("a toy of a million weights") < table, run.out());
    assertTrue(run.out().indexOf("It knows least about honesty") > table);
    assertTrue(run.out().indexOf("--model DIR") > table);
    assertFalse(run.out().contains(Notes.OWN_TEXTS), run.out());
    // Nine guidelines by six responses, six by four; then two principles and the whole, twice.
    assertEquals(9 * 6 + 6 * 4 + 2 * 3, scores(run).size());
  }

  @Test
  void noArguments_winners_areNamed() {
    List<String> lines = plain.out().lines().toList();
    assertTrue(lines.stream().anyMatch(line -> line.matches("Modest, negated .* B")));
    assertTrue(lines.stream().anyMatch(line -> line.matches("Methodical .* D")));
    assertTrue(lines.stream().anyMatch(line -> line.matches("Harmless  .* [AC]")));
    assertTrue(lines.stream().anyMatch(line -> line.matches("Harmless, negated .* [BD]")));
    assertTrue(lines.stream().anyMatch(line -> line.matches("Harmless, intervention first .* A")));
  }

  @Test
  void noArguments_twice_sameNumbers() {
    assertEquals(scores(plain), scores(Run.of()));
  }

  @Test
  void noArguments_wholeInBreakdown_isTheTablesScore() {
    List<Double> scores = scores(plain);
    assertEquals(scores.get(0), scores.get(9 * 6 + 2), TOLERANCE);
  }

  @Test
  void modelAndAdapter_ofTheEmbeddedFiles_giveTheSameScoresWithoutTheNotes() {
    try (EmbeddedModel files = EmbeddedModel.unpacked()) {
      Run run = Run.of("--model", files.base().toString(), "--adapter", files.adapter().toString());
      assertEquals(0, run.exitCode(), run.err());
      assertFalse(run.out().contains("a toy"), run.out());
      assertEquals(scores(plain), scores(run));
    }
  }

  @Test
  void adapter_ofZeros_changesNothing() throws IOException {
    List<Double> adapted = scores(adapted(0));
    List<Double> unadapted = scores(Run.of("--model", folder.toString()));
    for (int i = 0; i < unadapted.size(); i++) {
      assertEquals(unadapted.get(i), adapted.get(i), TOLERANCE, "score " + i);
    }
  }

  @Test
  void adapter_ofOtherNumbers_changesScores() throws IOException {
    double adapted = scores(adapted(0.5f)).get(0);
    double unadapted = scores(Run.of("--model", folder.toString())).get(0);
    assertNotEquals(unadapted, adapted, TOLERANCE);
  }

  @Test
  void principles_bothShapes_giveTheSameTable() throws IOException {
    Path own =
        write(
            "own.json",
            """
            {"format": "salmon4j-principles-1", "principles": [
              {"name": "Short", "definition": "Be short.", "negation": "Be long."},
              {"name": "Kind", "definition": "Be kind.", "weight": 2}]}
            """);
    Path released =
        write(
            "released.json",
            """
            [{"dimension": "Short", "definition": "Be short.", "negative_definition": "Be long."},
             {"dimension": "Kind", "definition": "Be kind.", "weight": 2}]
            """);
    Run run = Run.of("--principles", own.toString());
    assertEquals(0, run.exitCode(), run.err());
    for (String line : List.of("All 2 together", "Short", "Short, negated", "Kind")) {
      assertTrue(run.out().contains("\n" + line + "  "), line + " in " + run.out());
    }
    assertFalse(run.out().contains("Kind, negated"), run.out());
    assertEquals(run.out(), Run.of("--principles", released.toString()).out());
  }

  @Test
  void promptAndResponses_areTheOnesScored() {
    Run run = Run.of("--prompt", "Fish?", "--response", "Yes.", "--response", "No -- thanks.");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("Prompt      Fish?"), run.out());
    assertTrue(run.out().contains("Response B  No -- thanks."), run.out());
    assertFalse(run.out().contains("the fox"), run.out());
    assertEquals(9 * 2 + 3, scores(run).size());
    assertTrue(run.out().contains(Notes.OWN_TEXTS), run.out());
  }

  @Test
  void help_listsOptions() {
    Run run = Run.of("--help");
    assertEquals(0, run.exitCode());
    for (String option :
        List.of("model", "adapter", "principles", "prompt", "response", "device", "threads")) {
      assertTrue(run.out().contains("--" + option + "="), option);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Run adapted(float value) throws IOException {
    HeadedCheckpoint.write(folder);
    Path adapter = Files.createDirectory(folder.resolve("adapter"));
    TinyAdapter.write(adapter, value);
    Run run = Run.of("--model", folder.toString(), "--adapter", adapter.toString());
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }

  private static List<Double> scores(Run run) {
    return SCORE.matcher(run.out()).results().map(m -> Double.valueOf(m.group())).toList();
  }
}

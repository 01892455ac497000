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

/** The whole command, on the checkpoint that it makes itself. */
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
  void noArguments_table_standsBetweenTheWarnings() {
    Run run = plain;
    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    int table = run.out().indexOf("Score under");
    assertTrue(run.out().indexOf("UNTRAINED MODEL") < table, run.out());
    assertTrue(run.out().indexOf("random weights: read nothing into the scores") > table);
    assertTrue(run.out().indexOf("--model DIR") > table);
    // Four guidelines by three responses, then four principles and the whole for one response.
    assertEquals(4 * 3 + 5, scores(run).size());
  }

  @Test
  void noArguments_twice_sameNumbers() {
    assertEquals(scores(plain), scores(Run.of()));
  }

  @Test
  void noArguments_otherGuideline_otherScores() {
    List<Double> scores = scores(plain);
    for (int line = 1; line < 4; line++) {
      assertNotEquals(scores.get(0), scores.get(3 * line), TOLERANCE, "line " + line);
    }
  }

  @Test
  void noArguments_wholeInBreakdown_isTheTablesScore() {
    List<Double> scores = scores(plain);
    assertEquals(scores.get(0), scores.get(scores.size() - 1), TOLERANCE);
  }

  @Test
  void model_folder_isScoredWithoutTheWarning() throws IOException {
    UntrainedCheckpoint.write(folder);
    Run run = Run.of("--model", folder.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertFalse(run.out().contains("UNTRAINED"), run.out());
    assertEquals(scores(plain), scores(run));
  }

  @Test
  void adapter_ofZeros_changesNothing() throws IOException {
    List<Double> unadapted = scores(plain);
    List<Double> adapted = scores(adapted(0));
    for (int i = 0; i < unadapted.size(); i++) {
      assertEquals(unadapted.get(i), adapted.get(i), TOLERANCE, "score " + i);
    }
  }

  @Test
  void adapter_ofOtherNumbers_changesScores() throws IOException {
    assertNotEquals(scores(plain).get(0), scores(adapted(0.5f)).get(0), TOLERANCE);
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
    assertFalse(run.out().contains("goldfish"), run.out());
    assertEquals(4 * 2 + 5, scores(run).size());
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
    UntrainedCheckpoint.write(folder);
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

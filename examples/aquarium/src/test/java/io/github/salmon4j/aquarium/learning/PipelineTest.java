package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.EmbeddedModel;
import io.github.salmon4j.aquarium.report.MarkdownTable;
import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.report.Results;
import io.github.salmon4j.aquarium.report.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole method with the committed base, as little as can be of it. */
class PipelineTest {

  private static final Scale TINY = new Scale(8, 1, 8, 2, 6, 20);

  @TempDir Path folder;

  @Test
  void run_aSeed_leavesEveryFileWhole() throws IOException {
    Results results = run(TINY);
    assertEquals(results, Pipeline.RESULTS.read(folder.resolve("results.json")));
    assertEquals(MarkdownTable.of(results), Files.readString(folder.resolve("claims.md")));
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("Seconds of a PPO step, mean over 20 steps"), page);
    assertTrue(page.contains("PPO step"), page);
    assertTrue(!page.contains("NaN") && !page.contains("Infinity"), page);
    assertTrue(Files.exists(folder.resolve("reward-model-1/adapter_model.safetensors")));
    assertTrue(Files.exists(folder.resolve("plain-reward-model-1/adapter_model.safetensors")));
    try (var files = Files.list(folder)) {
      assertEquals(7, files.count());
    }
    checkNumbers(results);
    goesOnBehindASeedThatEnded(results);
    beginsASeedAgainThatDidNotEnd(results);
  }

  /** The adapters of the first run are in its way, and make room. */
  private void beginsASeedAgainThatDidNotEnd(Results results) throws IOException {
    Files.delete(folder.resolve("seed-1.json"));
    assertEquals(results.claims(), run(TINY).claims());
  }

  /** Its tables hold seconds, which no second run would repeat. */
  private void goesOnBehindASeedThatEnded(Results results) {
    Results again = run(TINY);
    assertEquals(results.claims(), again.claims());
    assertEquals(results.tables(), again.tables());
    Scale other = new Scale(8, 1, 8, 2, 6, 21);
    String message = assertThrows(IllegalArgumentException.class, () -> run(other)).getMessage();
    assertTrue(message.startsWith(folder.resolve("run.json") + ": expected "), message);
    assertTrue(message.contains(other + "], found ") && message.contains(TINY.toString()), message);
  }

  private Results run(Scale scale) {
    try (EmbeddedModel model = EmbeddedModel.unpacked();
        Progress progress = Progress.console()) {
      return new Pipeline(model.base(), folder, scale).run(List.of(1L), "the command", progress);
    }
  }

  private static void checkNumbers(Results results) {
    assertEquals(38, results.claims().size());
    SampleTable aspects = results.tables().get(0);
    assertEquals(10, aspects.rows().size());
    SampleTable step = results.tables().get(5);
    double sum = 0;
    for (List<String> row : step.rows().subList(0, 6)) {
      assertTrue(Double.parseDouble(row.get(1)) >= 0, row.toString());
      sum += Double.parseDouble(row.get(1));
    }
    assertTrue(sum > 0, step.toString());
  }
}

package io.github.salmon4j.core.steering;

import static io.github.salmon4j.core.steering.Plans.TWO;
import static io.github.salmon4j.core.steering.Plans.change;
import static io.github.salmon4j.core.steering.Plans.first;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.principles.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanLogTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void lines_sayWhatWhenAndWhy() throws IOException {
    Path file = folder.resolve("plans.jsonl");
    try (PlanLog log = PlanLog.open(file)) {
      PrincipleSteering.start(first(), TWO, Plans.clock(), log).replace(change("why", "a", "d"));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    JsonNode row = MAPPER.readTree(lines.get(1));
    assertEquals(1, row.get("version").longValue());
    assertEquals("2024-05-01T12:00:01Z", row.get("time").stringValue());
    assertEquals("PROGRAM", row.get("origin").stringValue());
    assertEquals(Plans.set("a", "d").contentHash(), row.get("principlesHash").stringValue());
    assertEquals(Plans.set("X").contentHash(), row.get("interventionsHash").stringValue());
    assertEquals(
        "{\"added\":[\"d\"],\"removed\":[\"b\",\"c\"],\"changed\":[],\"reordered\":[]}",
        row.get("principlesChange").toString());
    assertEquals(
        change("why", "a", "d"), PlanJson.parse("a line's plan", row.get("plan").toString()));
  }

  @Test
  void onPlan_behindAPartOfALine_takesItsPlace() throws IOException {
    Path file = folder.resolve("plans.jsonl");
    try (PlanLog log = PlanLog.open(file)) {
      PrincipleSteering steering = PrincipleSteering.start(first(), TWO, Plans.clock(), log);
      Files.writeString(file, "{\"version\":1,", StandardOpenOption.APPEND);
      steering.replace(change("why", "a", "d"));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    assertEquals(1, MAPPER.readTree(lines.get(1)).get("version").longValue());
  }

  @Test
  void onPlan_interrupted_saysSo_andLeavesWholeLines() throws IOException {
    Path file = folder.resolve("plans.jsonl");
    try (PlanLog log = PlanLog.open(file)) {
      PrincipleSteering steering = PrincipleSteering.start(first(), TWO, Plans.clock(), log);
      String before = Files.readString(file);
      Thread.currentThread().interrupt();
      UncheckedIOException failure =
          assertThrows(UncheckedIOException.class, () -> steering.replace(change("why", "a", "d")));
      Thread.interrupted();
      assertEquals(ClosedByInterruptException.class, failure.getCause().getClass());
      assertEquals(first(), steering.current());
      assertEquals(before, Files.readString(file));
    }
  }

  @Test
  void open_again_appendsBehindTheLastFinishedLine() throws IOException {
    Path file = folder.resolve("plans.jsonl");
    byte[] state;
    try (PlanLog log = PlanLog.open(file)) {
      state = PrincipleSteering.start(first(), TWO, Plans.clock(), log).save();
    }
    String before = Files.readString(file);
    Files.writeString(file, "{\"version\":1,", StandardOpenOption.APPEND);
    try (PlanLog log = PlanLog.open(file)) {
      PrincipleSteering.restore(state, TWO, Plans.clock(), log);
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    assertEquals(before, lines.get(0) + "\n");
    assertEquals("RESUMED", MAPPER.readTree(lines.get(1)).get("origin").stringValue());
    Files.writeString(file, "torn at once");
    PlanLog.open(file).close();
    assertEquals(0, Files.size(file));
  }

  @Test
  void close_twice_thenAppending_isRefused() {
    Path file = folder.resolve("plans.jsonl");
    PlanLog log = PlanLog.open(file);
    PrincipleSteering steering = PrincipleSteering.start(first(), TWO, Plans.clock(), log);
    log.close();
    log.close();
    assertEquals(
        file + ": expected an open log, found it closed",
        assertThrows(IllegalStateException.class, () -> steering.replace(change("late", "a", "b")))
            .getMessage());
    assertEquals(0, steering.current().version());
    assertThrows(UncheckedIOException.class, () -> PlanLog.open(folder.resolve("no/where")));
  }
}

package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private Instant now = Instant.EPOCH;

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Progress plain() {
    return new Progress(new LineDisplay(out, () -> now), "");
  }

  @Test
  void lines_nestedStages_areNamed() {
    try (Progress progress = plain()) {
      Progress seed = progress.within("seed 2 of 5");
      seed.monitor("labels").progressed(4, 4);
      seed.within("PPO").monitor("honest").progressed(13, 40);
      seed.note("done");
      progress.note("all");
    }
    assertEquals(
        List.of(
            "seed 2 of 5: labels 4/4, 0:00:00",
            "seed 2 of 5: PPO: honest 13/40, 0:00:00",
            "seed 2 of 5: done",
            "all"),
        lines());
  }

  @Test
  void lines_longStage_saysBeginEveryTenSecondsAndEnd() {
    Monitor monitor = plain().monitor("work");
    for (int i = 0; i <= 6; i++) {
      monitor.progressed(i, 6);
      now = now.plusSeconds(4);
    }
    assertEquals(List.of("work 0/6, 0:00:00", "work 3/6, 0:00:12", "work 6/6, 0:00:24"), lines());
  }

  @Test
  void lines_tenSeconds_areEnough() {
    Monitor monitor = plain().monitor("work");
    monitor.progressed(0, 9);
    now = now.plusSeconds(10);
    monitor.progressed(1, 9);
    now = now.plusSeconds(3661);
    monitor.progressed(2, 9);
    assertEquals(List.of("work 0/9, 0:00:00", "work 1/9, 0:00:10", "work 2/9, 1:01:11"), lines());
  }

  @Test
  void bars_stages_endWithTheirLastLine() {
    try (Progress progress = new Progress(new BarDisplay(out, 100), "")) {
      Progress seed = progress.within("seed 1 of 2");
      Monitor labels = seed.monitor("labels");
      labels.progressed(1, 8);
      labels.progressed(8, 8);
      seed.note("accuracy 1");
      seed.monitor("PPO").progressed(13, 40);
    }
    List<String> stages =
        Stream.of(bytes.toString(StandardCharsets.UTF_8).split("\\R", -1))
            .filter(line -> !line.isBlank())
            .toList();
    String last = stages.get(stages.size() - 1);
    assertTrue(stages.contains("seed 1 of 2: accuracy 1"), () -> "" + stages);
    String text = bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    assertTrue(text.matches("(?s).*labels 100%[^\n]* 8/8 [^\n]*\n.*"), text);
    assertTrue(last.contains("seed 1 of 2: PPO  32%") && last.contains(" 13/40 "), last);
    assertTrue(text.endsWith("\n"), text);
    assertTrue(stages.stream().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void bars_closedTwice_isQuiet() {
    Progress progress = new Progress(new BarDisplay(out, 100), "");
    progress.close();
    progress.close();
    assertEquals(List.of(), lines());
  }

  @Test
  void monitor_neverCancels() {
    assertFalse(plain().monitor("work").isCancelled());
  }
}

package io.github.salmon4j.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesMetricsTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("metrics.jsonl");
  }

  @Test
  void line_listsStepThenNumbersInOrder() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("z", 0.1);
    values.put("a", -1e-300);
    values.put("zero", -0.0);
    values.put("quote\"d", 1.0);
    values.put("Güte", 3.0);
    try (JsonLinesMetrics metrics = JsonLinesMetrics.create(file)) {
      metrics.onMetrics(new Metrics(7, values));
    }
    assertEquals(
        "{\"step\":7,\"z\":0.1,\"a\":-1.0E-300,\"zero\":-0.0,\"quote\\\"d\":1.0,\"Güte\":3.0}\n",
        text());
  }

  @Test
  void numbersThatAreNotFinite_areStrings() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("a", Double.NaN);
    values.put("b", Double.POSITIVE_INFINITY);
    values.put("c", Double.NEGATIVE_INFINITY);
    try (JsonLinesMetrics metrics = JsonLinesMetrics.create(file)) {
      metrics.onMetrics(new Metrics(0, values));
    }
    assertEquals("{\"step\":0,\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\"}\n", text());
  }

  @Test
  void line_isThereBeforeClosing() {
    try (JsonLinesMetrics metrics = JsonLinesMetrics.create(file)) {
      metrics.onMetrics(step(1));
      assertEquals("{\"step\":1,\"x\":1.0}\n", text());
    }
  }

  @Test
  void resumedRun_givesTheBytesOfAnUninterruptedOne() {
    try (JsonLinesMetrics metrics = JsonLinesMetrics.create(file)) {
      for (long step = 1; step <= 6; step++) {
        metrics.onMetrics(step(step));
        metrics.onMetrics(new Metrics(step, Map.of("second", 2.0)));
      }
    }
    String uninterrupted = text();
    for (long last = 0; last <= 7; last++) {
      try (JsonLinesMetrics metrics = JsonLinesMetrics.resume(file, last)) {
        for (long step = last + 1; step <= 6; step++) {
          metrics.onMetrics(step(step));
          metrics.onMetrics(new Metrics(step, Map.of("second", 2.0)));
        }
      }
      assertEquals(uninterrupted, text(), "resumed at " + last);
    }
  }

  @Test
  void resume_cutsTheFirstLaterLineAndAllBehindIt() throws IOException {
    Files.writeString(file, "{\"step\":1}\n{\"step\":3}\n{\"step\":2}\nnot JSON\n");
    JsonLinesMetrics.resume(file, 2).close();
    assertEquals("{\"step\":1}\n", text());
  }

  @Test
  void resume_cutsAnUnfinishedLine() throws IOException {
    Files.writeString(file, "{\"step\":1}\n{\"step\":2,\"x");
    JsonLinesMetrics.resume(file, 5).close();
    assertEquals("{\"step\":1}\n", text());
    Files.writeString(file, "{\"step\":2}", StandardOpenOption.APPEND);
    JsonLinesMetrics.resume(file, 5).close();
    assertEquals("{\"step\":1}\n", text());
  }

  @Test
  void resume_ofALineThatIsNotOurs_namesItAndCutsNothing() throws IOException {
    for (String bad :
        new String[] {"[]", "{\"step\":1.5}", "{\"step\":1e400}", "{}", "", "{\"st"}) {
      String text = "{\"step\":1}\n" + bad + "\n{\"step\":9}\n";
      Files.writeString(file, text);
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> JsonLinesMetrics.resume(file, 2));
      assertTrue(error.getMessage().startsWith(file + ":2: "), error.getMessage());
      assertEquals(text, text());
    }
  }

  @Test
  void step_beforeTheLastOne_isRefused() {
    try (JsonLinesMetrics metrics = JsonLinesMetrics.create(file)) {
      metrics.onMetrics(step(4));
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> metrics.onMetrics(step(3)));
      assertEquals(file + ": step: expected 4 or more, found 3", error.getMessage());
    }
    try (JsonLinesMetrics metrics = JsonLinesMetrics.resume(file, 9)) {
      assertThrows(IllegalArgumentException.class, () -> metrics.onMetrics(step(8)));
      metrics.onMetrics(step(9));
    }
  }

  @Test
  void create_whereAFileIs_isRefused() throws IOException {
    Files.writeString(file, "precious");
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> JsonLinesMetrics.create(file));
    assertEquals(file.toString(), error.getMessage());
    assertEquals("precious", text());
  }

  @Test
  void resume_withoutAFileOrBeforeStepZero_isRefused() {
    assertThrows(UncheckedIOException.class, () -> JsonLinesMetrics.resume(file, 0));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> JsonLinesMetrics.resume(file, -1));
    assertEquals("metrics step: expected 0 or more, found -1", error.getMessage());
  }

  @Test
  void close_twice_doesNoHarm_andEndsWriting() {
    JsonLinesMetrics metrics = JsonLinesMetrics.create(file);
    metrics.close();
    metrics.close();
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> metrics.onMetrics(step(1)));
    assertEquals(file + ": expected an open file, found it closed", error.getMessage());
  }

  private static Metrics step(long step) {
    return new Metrics(step, Map.of("x", (double) step));
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

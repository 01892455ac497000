package io.github.salmon4j.core.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardMetricsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000L, 250_000_000), ZoneOffset.UTC);
  private static final double SECONDS = 1_700_000_000.25;
  private static final Metrics THREE = new Metrics(3, Map.of("loss", 0.5));

  @TempDir private Path folder;

  @Test
  void file_isNamedAsTensorBoardLooksForIt() {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.create(folder, CLOCK)) {
      String name = metrics.file().getFileName().toString();
      assertTrue(
          name.matches("events\\.out\\.tfevents\\.1700000000\\.[A-Za-z0-9.-]+\\.\\d+\\.0"), name);
    }
  }

  @Test
  void filesOfOneSecond_differ() {
    try (TensorBoardMetrics first = TensorBoardMetrics.create(folder, CLOCK);
        TensorBoardMetrics second = TensorBoardMetrics.create(folder, CLOCK)) {
      assertNotEquals(first.file(), second.file());
    }
  }

  @Test
  void record_isThereBeforeClosing_behindTheVersion() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.create(folder, CLOCK)) {
      metrics.onMetrics(THREE);
      assertArrayEquals(
          Bytes.concat(EventBytes.fileVersion(SECONDS), EventBytes.summary(SECONDS, THREE)),
          Files.readAllBytes(metrics.file()));
    }
  }

  @Test
  void resume_tellsReadersToForgetLaterSteps() throws IOException {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.resume(folder, 3, CLOCK)) {
      metrics.onMetrics(THREE);
      assertArrayEquals(
          Bytes.concat(
              EventBytes.fileVersion(SECONDS),
              EventBytes.sessionStart(SECONDS, 4),
              EventBytes.summary(SECONDS, THREE)),
          Files.readAllBytes(metrics.file()));
    }
  }

  @Test
  void step_beforeTheLastOne_isRefused() {
    try (TensorBoardMetrics metrics = TensorBoardMetrics.resume(folder, 4)) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> metrics.onMetrics(THREE));
      assertEquals(metrics.file() + ": step: expected 4 or more, found 3", error.getMessage());
    }
  }

  @Test
  void resume_atAStepWithoutSuccessor_isRefusedBeforeAFileIsMade() throws IOException {
    assertThrows(
        IllegalArgumentException.class, () -> TensorBoardMetrics.resume(folder, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> TensorBoardMetrics.resume(folder, -1));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void folderThatIsMissing_isNamed() {
    Path missing = folder.resolve("missing");
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> TensorBoardMetrics.create(missing, CLOCK));
    assertTrue(error.getMessage().startsWith(missing.toString()), error.getMessage());
  }

  @Test
  void close_twice_doesNoHarm_andEndsWriting() {
    TensorBoardMetrics metrics = TensorBoardMetrics.create(folder);
    metrics.close();
    metrics.close();
    assertThrows(IllegalStateException.class, () -> metrics.onMetrics(THREE));
  }
}

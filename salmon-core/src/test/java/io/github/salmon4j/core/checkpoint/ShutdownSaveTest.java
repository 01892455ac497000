package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.salmon4j.Monitor;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownSaveTest {

  private static final int SIGTERM_STATUS = 128 + 15;

  @TempDir Path folder;

  private static Process asked(Path folder, ToyProcess.Behavior behavior) {
    Process process = ToyProcess.start(folder, behavior);
    assumeTrue(process.supportsNormalTermination(), "no SIGTERM on this platform");
    return process;
  }

  @Test
  void terminated_loopSavesBeforeTheProcessEnds() throws Exception {
    Process process = asked(folder, ToyProcess.Behavior.SHUTDOWN);
    try (BufferedReader output = process.inputReader()) {
      assertEquals("from 0", output.readLine());
      Thread.sleep(20);
      process.toHandle().destroy(); // Process.destroy would close the output, too
      String saved = output.readLine();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(SIGTERM_STATUS, process.exitValue());
      try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
        assertEquals("saved " + store.latest().orElseThrow().step(), saved);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void terminated_loopThatNeverFinishes_isLeftAfterTheLimit() throws Exception {
    Process process = asked(folder, ToyProcess.Behavior.STUCK);
    try (BufferedReader output = process.inputReader()) {
      assertEquals("from 0", output.readLine());
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(SIGTERM_STATUS, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
    assertEquals(List.of(), Checkpoints.names(folder));
  }

  @Test
  void close_withoutARequest_mayBeRepeated() {
    ShutdownSave save = ShutdownSave.install(Duration.ofSeconds(1));
    assertFalse(save.isRequested());
    save.close();
    save.close();
    assertFalse(save.isRequested());
  }

  @Test
  void cancelling_forwardsBothWays() {
    AtomicBoolean cancelled = new AtomicBoolean();
    StringBuilder heard = new StringBuilder();
    Monitor inner =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {
            heard.append(done).append('/').append(total);
          }

          @Override
          public boolean isCancelled() {
            return cancelled.get();
          }
        };
    try (ShutdownSave save = ShutdownSave.install(Duration.ofSeconds(1))) {
      Monitor monitor = save.cancelling(inner);
      monitor.checkpoint(1, 2);
      assertEquals("1/2", heard.toString());
      cancelled.set(true);
      assertTrue(monitor.isCancelled());
    }
  }

  @Test
  void limit_notAboveZero_isRefused() {
    for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ShutdownSave.install(limit));
      assertEquals("limit: expected above 0, found " + limit, e.getMessage());
    }
  }
}

package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A labeling process is killed again and again; no label may be lost, changed or paid for twice.
 */
class KilledLabelRunTest {

  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void run_afterKills_endsWithTheFileOfAnUninterruptedRun() throws Exception {
    Path whole = folder.resolve("whole.jsonl");
    Path killed = folder.resolve("killed.jsonl");
    label(whole);
    SplittableRandom moments = new SplittableRandom(7);
    int met = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = LabelProcess.start(killed);
      try (BufferedReader output = process.inputReader()) {
        String from = output.readLine();
        assertTrue(from.startsWith("from "), from);
        Thread.sleep(moments.nextInt(40));
        met += process.isAlive() ? 1 : 0;
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertTrue(met > 0, "no kill met a running process");
    label(killed);
    assertEquals(-1, Files.mismatch(whole, killed));
  }

  @Test
  void open_whileAnotherProcessHasIt_isRefused() throws Exception {
    Path file = folder.resolve("labels.jsonl");
    LabelIdentity identity = LabelProcess.judge().identity("hash model", Pairs.PRINCIPLES);
    try (LabelLog log = LabelLog.open(file, identity)) {
      Files.readAllBytes(file); // closing a channel of the log itself must not end the lock
      Process process = LabelProcess.start(file);
      try (BufferedReader output = process.inputReader()) {
        String line = output.readLine();
        assertTrue(line.contains("expected a log that is not in use, found it open"), line);
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertEquals(0, log.size());
    }
  }

  private static void label(Path file) {
    Judge judge = LabelProcess.judge();
    try (LabelLog log = LabelLog.open(file, judge.identity("hash model", Pairs.PRINCIPLES))) {
      new LabelRun(judge, log)
          .label(Pairs.pairs(LabelProcess.PAIRS), Pairs.PRINCIPLES, Monitor.none());
      assertEquals(LabelProcess.PAIRS, log.size());
    }
  }
}

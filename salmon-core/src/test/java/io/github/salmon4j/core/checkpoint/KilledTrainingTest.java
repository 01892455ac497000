package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training process is killed again and again; no checkpoint and no bit may suffer. */
class KilledTrainingTest {

  private static final int KILLS = 22;

  @TempDir Path folder;

  @Test
  void resume_afterEachKill_equalsAnUninterruptedRun() throws Exception {
    SplittableRandom moments = new SplittableRandom(7);
    int unfinished = 0;
    long reached = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      boolean early = kill % 2 == 0;
      long from = killed(early, moments.nextInt(early ? 300_000 : 100_000));
      assertEquals(reached, from, "the step that kill " + kill + " left");
      unfinished += (int) Checkpoints.names(folder).stream().filter(n -> n.startsWith(".")).count();
      try (CheckpointStore store = CheckpointStore.open(folder, Retention.last(3))) {
        reached = store.latest().map(StoredCheckpoint::step).orElse(0L);
        store.steps().forEach(store::load);
      }
    }
    assertTrue(reached >= KILLS / 2, "saved steps: " + reached);
    assertTrue(unfinished > 0, "no kill met a checkpoint half-written");
    assertEquals(uninterrupted(reached + 5), resumed(reached + 5));
  }

  /** Also after this process was refused, too: on POSIX, that could have ended its lock. */
  @Test
  void open_whileAnotherProcessHasIt_isRefused() throws Exception {
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      assertThrows(
          IllegalStateException.class, () -> CheckpointStore.open(folder, Retention.all()));
      assertTrue(store.steps().isEmpty());
      List<String> command = ToyProcess.command(folder, ToyProcess.Behavior.ALWAYS);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader output = process.inputReader()) {
        String line = output.readLine();
        assertTrue(line.contains("expected a store that is not in use"), line);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** A limit on the size of files stands for a full disk: both end a write in its middle. */
  @Test
  void save_whenAFileCannotGrow_saysSoAndLeavesNothing() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "no shell that can set a limit");
    List<String> command = new ArrayList<>(List.of(shell.toString(), "-c"));
    command.addAll(List.of("ulimit -f 4 && exec \"$@\"", "sh"));
    command.addAll(ToyProcess.command(folder, ToyProcess.Behavior.ALWAYS));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      assertEquals("from 0", output.readLine());
      String line = output.readLine();
      assertTrue(line.contains("step-000001: expected to be written, found"), line);
      assertTrue(line.contains("part optimizer.bin: "), line);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals(List.of(), Checkpoints.names(folder));
  }

  /**
   * {@return the step that the process began with} It is killed some microseconds after it began,
   * perhaps while it loads classes for its first checkpoint, or after its first checkpoint.
   */
  private long killed(boolean early, int microseconds) throws Exception {
    Process process = ToyProcess.start(folder, ToyProcess.Behavior.ALWAYS);
    try (BufferedReader output = process.inputReader()) {
      String from = output.readLine();
      if (!early) {
        assertEquals("first saved", output.readLine());
      }
      Thread.sleep(microseconds / 1000, microseconds % 1000 * 1000);
      assertTrue(process.isAlive());
      return Long.parseLong(from.substring("from ".length()));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private String resumed(long steps) {
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.last(3))) {
      ToyTraining training = ToyTraining.resume(store);
      while (training.steps() < steps) {
        training.step();
      }
      return training.state();
    }
  }

  private String uninterrupted(long steps) {
    try (CheckpointStore empty = CheckpointStore.open(folder.resolve("another"), Retention.all())) {
      ToyTraining training = ToyTraining.resume(empty);
      while (training.steps() < steps) {
        training.step();
      }
      return training.state();
    }
  }
}

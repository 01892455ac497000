package io.github.salmon4j.core.checkpoint;

import static io.github.salmon4j.core.checkpoint.Checkpoints.names;
import static io.github.salmon4j.core.checkpoint.Checkpoints.parts;
import static io.github.salmon4j.core.checkpoint.Checkpoints.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  @TempDir Path folder;

  private CheckpointStore store() {
    return CheckpointStore.open(folder, Retention.all());
  }

  private static void save(CheckpointStore store, long... steps) {
    for (long step : steps) {
      store.save(Checkpoints.of(step), parts(step));
    }
  }

  @Test
  void save_parts_areReadBack() throws Exception {
    try (CheckpointStore store = store()) {
      save(store, 120);
      StoredCheckpoint checkpoint = store.latest().orElseThrow();
      assertEquals(folder.resolve("step-000120"), checkpoint.folder());
      assertEquals(Checkpoints.of(120), checkpoint.description());
      assertEquals(120, checkpoint.step());
      try (InputStream in = checkpoint.read("optimizer.bin")) {
        assertEquals("moments of 120", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      assertEquals(
          "weights of 120", Files.readString(checkpoint.path("adapter").resolve("deeper/weights")));
      assertEquals(0, Files.size(checkpoint.path("empty")));
      assertEquals(
          List.of("adapter", "empty", "manifest.json", "optimizer.bin"),
          names(checkpoint.folder()));
    }
  }

  @Test
  void save_sameState_givesTheSameBytes() throws Exception {
    for (String run : List.of("a", "b")) {
      try (CheckpointStore store = CheckpointStore.open(folder.resolve(run), Retention.last(1))) {
        save(store, 7);
      }
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a/step-000007/manifest.json")),
        Files.readAllBytes(folder.resolve("b/step-000007/manifest.json")));
  }

  @Test
  void latest_isThatOfTheHighestStep_alsoBeyondSixDigits() {
    try (CheckpointStore store = store()) {
      assertTrue(store.latest().isEmpty());
      save(store, 0, 999_999, 1_000_000, 10_000_000);
      assertEquals(10_000_000, store.latest().orElseThrow().step());
      assertEquals(new TreeSet<>(Set.of(0L, 999_999L, 1_000_000L, 10_000_000L)), store.steps());
      assertEquals(999_999, store.load(999_999).step());
    }
  }

  @Test
  void otherFilesInTheFolder_areLeftAlone() throws Exception {
    for (String name : List.of("metrics.jsonl", "step-12", "step-0000012", "step-000012-copy")) {
      Files.writeString(folder.resolve(name), "mine");
    }
    try (CheckpointStore store = store()) {
      assertTrue(store.latest().isEmpty());
      save(store, 1);
      store.removeAfter(0);
    }
    assertEquals(
        List.of("metrics.jsonl", "step-0000012", "step-000012-copy", "step-12"), names(folder));
  }

  @Test
  void open_unfinishedFoldersOfAKilledProcess_areRemoved() throws Exception {
    Path left = folder.resolve(".unfinished-step-000005-of-somebody");
    Files.createDirectories(left.resolve("adapter/deeper"));
    Files.writeString(left.resolve("adapter/deeper/weights"), "half");
    try (CheckpointStore store = store()) {
      assertEquals(List.of(), names(folder));
      assertTrue(store.latest().isEmpty());
    }
  }

  @Test
  void open_twice_isRefusedUntilClosed() {
    try (CheckpointStore store = store()) {
      IllegalStateException e = assertThrows(IllegalStateException.class, this::store);
      assertEquals(
          folder + ": expected a store that is not in use, found it open elsewhere",
          e.getMessage());
      save(store, 1);
    }
    store().close();
  }

  @Test
  void closedStore_isRefused() {
    CheckpointStore store = store();
    store.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> save(store, 1));
    assertEquals(folder + ": expected an open store, found it closed", e.getMessage());
    assertThrows(IllegalStateException.class, store::latest);
    assertThrows(IllegalStateException.class, store::best);
    assertThrows(IllegalStateException.class, () -> store.load(1));
    assertThrows(IllegalStateException.class, () -> store.removeAfter(1));
    assertEquals(List.of(), names(folder));
  }

  @Test
  void save_stepThatIsNotTheHighest_isRefused() {
    try (CheckpointStore store = store()) {
      save(store, 5);
      for (long step : new long[] {4, 5}) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> save(store, step));
        assertEquals(
            "step: expected above 5, the latest in " + folder + ", found " + step, e.getMessage());
      }
      store.removeAfter(3);
      save(store, 4);
      assertEquals(Set.of(4L), store.steps());
    }
  }

  @Test
  void removeAfter_keepsTheStepItself() {
    try (CheckpointStore store = store()) {
      save(store, 1, 2, 3, 4);
      store.removeAfter(2);
      assertEquals(List.of("step-000001", "step-000002"), names(folder));
    }
  }

  @Test
  void save_partThatFails_leavesNothing() {
    IOException full = new IOException("No space left on device");
    List<Part> parts =
        List.of(
            text("first", "whole"),
            Part.file(
                "optimizer.bin",
                out -> {
                  out.write(new byte[100_000]);
                  throw full;
                }));
    try (CheckpointStore store = store()) {
      save(store, 1);
      UncheckedIOException e =
          assertThrows(UncheckedIOException.class, () -> store.save(Checkpoints.of(2), parts));
      assertTrue(
          e.getMessage().startsWith(folder.resolve("step-000002") + ": expected to be written"),
          e.getMessage());
      assertTrue(
          e.getMessage().endsWith("part optimizer.bin: No space left on device"), e.getMessage());
      assertSame(full, e.getCause().getCause());
      assertEquals(List.of("step-000001"), names(folder));
      assertEquals(1, store.latest().orElseThrow().step());
      save(store, 2);
    }
  }

  @Test
  void save_partThatThrowsUnchecked_leavesNothingAndIsRethrown() {
    UncheckedIOException failure = new UncheckedIOException("adapter", new IOException("quota"));
    IllegalStateException closed = new IllegalStateException("closed");
    try (CheckpointStore store = store()) {
      Part bad =
          Part.folder(
              "adapter",
              path -> {
                Files.createDirectory(path);
                throw failure;
              });
      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class, () -> store.save(Checkpoints.of(1), List.of(bad)));
      assertSame(failure, e.getCause().getCause());
      Part worse =
          Part.folder(
              "adapter",
              path -> {
                throw closed;
              });
      assertSame(
          closed,
          assertThrows(
              IllegalStateException.class, () -> store.save(Checkpoints.of(1), List.of(worse))));
      assertEquals(List.of(), names(folder));
    }
  }

  @Test
  void save_partThatMakesALink_isRefused() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Part link = Part.folder("link", path -> Files.createSymbolicLink(path, outside));
    try (CheckpointStore store = store()) {
      CheckpointFormatException e =
          assertThrows(
              CheckpointFormatException.class, () -> store.save(Checkpoints.of(1), List.of(link)));
      assertEquals("link", e.file());
    }
    assertEquals(List.of("outside"), names(folder));
    assertEquals("mine", Files.readString(outside));
  }

  @Test
  void save_noPartsOrPartsOfOneName_isRefused() {
    try (CheckpointStore store = store()) {
      IllegalArgumentException none =
          assertThrows(
              IllegalArgumentException.class, () -> store.save(Checkpoints.of(1), List.of()));
      assertEquals("parts: expected at least 1, found 0", none.getMessage());
      List<Part> twins = List.of(text("a", "1"), text("a", "2"));
      IllegalArgumentException two =
          assertThrows(IllegalArgumentException.class, () -> store.save(Checkpoints.of(1), twins));
      assertEquals("parts: expected unique names, found twice a", two.getMessage());
      assertEquals(List.of(), names(folder));
    }
  }

  @Test
  void open_whereAFileIs_saysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (Path path : List.of(file, file.resolve("store"))) {
      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class, () -> CheckpointStore.open(path, Retention.all()));
      assertTrue(
          e.getMessage().startsWith(path + ": expected a writable folder, found "), e.getMessage());
    }
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void save_folderThatCannotBeWritten_saysSo() {
    try (CheckpointStore store = store()) {
      assumeTrue(folder.toFile().setWritable(false));
      try {
        assumeTrue(!Files.isWritable(folder), "this user may write everywhere");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> save(store, 1));
        assertTrue(e.getMessage().contains("AccessDenied"), e.getMessage());
      } finally {
        assertTrue(folder.toFile().setWritable(true));
      }
      assertEquals(List.of(), names(folder));
    }
  }

  @Test
  void save_storeThatWasDeleted_saysSo() throws Exception {
    try (CheckpointStore store = store()) {
      Files.delete(folder.resolve(".lock"));
      Files.delete(folder);
      UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> save(store, 1));
      assertTrue(e.getMessage().contains("step-000001: expected to be written"), e.getMessage());
    }
    assertFalse(Files.exists(folder));
    Files.createDirectory(folder);
  }

  @Test
  void latest_damaged_isAnErrorAndNotTheOneBefore() throws Exception {
    try (CheckpointStore store = store()) {
      save(store, 1, 2);
      Files.writeString(folder.resolve("step-000002/optimizer.bin"), "moments of 3");
      assertThrows(CheckpointFormatException.class, store::latest);
      assertEquals(1, store.load(1).step());
      store.removeAfter(1);
      assertEquals(1, store.latest().orElseThrow().step());
    }
  }

  @Test
  void load_underAnotherStepsName_isRefused() throws Exception {
    try (CheckpointStore store = store()) {
      save(store, 1);
      Files.move(folder.resolve("step-000001"), folder.resolve("step-000002"));
      CheckpointFormatException e = assertThrows(CheckpointFormatException.class, store::latest);
      assertEquals("manifest.json: step", e.file());
      assertEquals("2", e.expected());
      assertEquals("1", e.found());
    }
  }

  @Test
  void retention_lastAndBest_stay() {
    Retention retention = Retention.last(2).andBest("loss", Retention.Direction.LOWER);
    double[] losses = {5, 1, 4, Double.NaN, 3, 2};
    try (CheckpointStore store = CheckpointStore.open(folder, retention)) {
      for (int step = 0; step < losses.length; step++) {
        store.save(Checkpoints.of(step, Map.of("loss", losses[step])), parts(step));
      }
      assertEquals(List.of("step-000001", "step-000004", "step-000005"), names(folder));
      assertEquals(1, store.best().orElseThrow().step());
      store.save(Checkpoints.of(6, Map.of("loss", 0.5)), parts(6));
      assertEquals(List.of("step-000005", "step-000006"), names(folder));
      assertEquals(6, store.best().orElseThrow().step());
    }
  }

  @Test
  void retention_damagedManifest_isKeptAndNeverTheBest() throws Exception {
    Retention retention = Retention.last(1).andBest("loss", Retention.Direction.LOWER);
    try (CheckpointStore store = CheckpointStore.open(folder, retention)) {
      store.save(Checkpoints.of(1, Map.of("loss", 1.0)), parts(1));
      Files.writeString(folder.resolve("step-000001/manifest.json"), "{}");
      store.save(Checkpoints.of(2, Map.of("loss", 2.0)), parts(2));
      store.save(Checkpoints.of(3, Map.of("loss", 3.0)), parts(3));
      assertEquals(Set.of(1L, 2L, 3L), store.steps());
      assertEquals(2, store.best().orElseThrow().step());
    }
  }
}

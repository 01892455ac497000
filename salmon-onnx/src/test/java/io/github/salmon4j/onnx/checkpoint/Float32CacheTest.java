package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Float32CacheTest {

  @TempDir Path folder;

  private final TinyModel model = TinyModel.llama();
  private Path source;
  private Path cache;

  @BeforeEach
  void makeFolders() throws Exception {
    source = Files.createDirectory(folder.resolve("model"));
    cache = folder.resolve("cache");
  }

  private Checkpoint expanded() {
    return Checkpoint.open(source).asFloat32(cache);
  }

  private List<Path> cached() throws Exception {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private void assertExpanded(Checkpoint copy) {
    for (String name : model.names()) {
      TensorEntry tensor = copy.tensor(name, model.shape(name));
      assertEquals(ElementType.F32, tensor.type());
      assertArrayEquals(model.values(name), CheckpointTest.array(tensor), name);
    }
  }

  @Test
  void f32_isItself() {
    Checkpoint checkpoint = Checkpoint.open(model.write(source));
    assertSame(checkpoint, checkpoint.asFloat32(cache));
    assertTrue(Files.notExists(cache));
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void halfTypes_areExpanded(ElementType type) throws Exception {
    model.stored(type).write(source);
    Checkpoint copy = expanded();
    assertExpanded(copy);
    assertEquals(cache.toRealPath(), copy.commonFolder());
    assertEquals(1, cached().size());
    String name = cached().get(0).getFileName().toString();
    assertEquals(name, copy.locationOf(copy.tensor("model.norm.weight", 4)));
    assertTrue(name.matches("[0-9a-f]{64}\\.safetensors"));
    assertEquals(source, copy.folder());
    assertEquals(model.config(), copy.config());
    assertSame(copy, copy.asFloat32(cache));
  }

  @Test
  void mixedTypesInShards_endInOneFile() throws Exception {
    model.stored(ElementType.BF16).stored("model.norm.weight", ElementType.F32);
    model.stored("lm_head.weight", ElementType.F16).writeShards(source, 4);
    assertExpanded(expanded());
    assertEquals(1, cached().size());
  }

  @Test
  void copy_beginsItsDataAligned() {
    model.stored(ElementType.BF16).write(source);
    assertEquals(0, expanded().tensor("model.embed_tokens.weight", 6, 4).offset() % 64);
  }

  @Test
  void secondTime_theFileIsUsedAgain() throws Exception {
    model.stored(ElementType.BF16).write(source);
    expanded();
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(cached().get(0), longAgo);
    assertExpanded(expanded());
    assertEquals(longAgo, Files.getLastModifiedTime(cached().get(0)));
  }

  @Test
  void sourceChanged_anotherCopyIsMade() throws Exception {
    model.stored(ElementType.BF16).write(source);
    expanded();
    FileTime other = FileTime.fromMillis(2_000_000);
    Files.setLastModifiedTime(source.resolve("model.safetensors"), other);
    expanded();
    assertEquals(2, cached().size());
  }

  @Test
  void sameNumbersElsewhere_anotherCopyIsMade() throws Exception {
    model.stored(ElementType.BF16).write(source);
    expanded();
    Path moved = Files.move(source, folder.resolve("moved"));
    assertExpanded(Checkpoint.open(moved).asFloat32(cache));
    assertEquals(2, cached().size());
  }

  @Test
  void damagedCopies_areMadeAgain() throws Exception {
    model.stored(ElementType.F16).write(source);
    expanded();
    Path copy = cached().get(0);
    byte[] whole = Files.readAllBytes(copy);
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[0]);
    damaged.add(Arrays.copyOf(whole, whole.length - 1));
    damaged.add(Arrays.copyOf(whole, whole.length + 4));
    damaged.add(new SafetensorsBytes().add("x", ElementType.F32, List.of(), 1).build());
    damaged.add(
        new String(whole, StandardCharsets.ISO_8859_1)
            .replaceFirst("norm", "nerm")
            .getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] bytes : damaged) {
      Files.write(copy, bytes);
      assertExpanded(expanded());
      assertArrayEquals(whole, Files.readAllBytes(copy));
      assertEquals(1, cached().size());
    }
  }

  @Test
  void abandonedTemporaryFiles_areRemoved_freshOnesNot() throws Exception {
    model.stored(ElementType.F16).write(source);
    Files.createDirectories(cache);
    Path old = Files.createFile(cache.resolve("expanding-old.tmp"));
    Path fresh = Files.createFile(cache.resolve("expanding-fresh.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    expanded();
    assertTrue(Files.notExists(old));
    assertTrue(Files.exists(fresh));
  }

  @Test
  void copy_isReadableByWhoeverReadsNewFilesHere() throws Exception {
    model.stored(ElementType.F16).write(source);
    expanded();
    Path usual = Files.createFile(folder.resolve("usual"));
    assertEquals(
        Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(cached().get(0)));
  }

  @Test
  void manyThreadsAtOnce_allGetAWholeCopy() throws Exception {
    model.stored(ElementType.BF16).write(source);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Checkpoint> task = this::expanded;
      List<Callable<Checkpoint>> tasks = Collections.nCopies(16, task);
      for (Future<Checkpoint> copy : threads.invokeAll(tasks)) {
        assertExpanded(copy.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(1, cached().size());
  }

  /** 64 MiB of bf16 become 128 MiB, in JVMs whose heap is 24 MiB. */
  @Test
  void twoProcessesAtOnce_littleMemory_bothEndWell() throws Exception {
    writeLargeVocabulary(1 << 23);
    List<Process> processes =
        List.of(ExpandingProcess.start(source, cache), ExpandingProcess.start(source, cache));
    List<String> printed = new ArrayList<>();
    for (Process process : processes) {
      byte[] output = process.getInputStream().readAllBytes();
      assertEquals(0, process.waitFor());
      printed.add(new String(output, StandardCharsets.UTF_8).strip());
    }
    assertEquals(1, cached().size());
    String whole = cached().get(0).toRealPath().toString();
    assertEquals(List.of(whole, whole), printed);
    Checkpoint copy = expanded();
    TensorEntry embedding = copy.tensor("model.embed_tokens.weight", 1 << 23, 4);
    assertEquals(1.5f, embedding.floats(embedding.elementCount() - 1, 1).get());
    assertArrayEquals(
        model.values("model.norm.weight"),
        CheckpointTest.array(copy.tensor("model.norm.weight", 4)));
  }

  /** Writes a checkpoint whose embedding, stored last, is zeros up to a final 1.5. */
  private void writeLargeVocabulary(int size) throws Exception {
    model.with("vocab_size", "" + size).with("tie_word_embeddings", "true");
    model.without("lm_head.weight").without("model.embed_tokens.weight").stored(ElementType.BF16);
    model.write(source);
    Path file = source.resolve("model.safetensors");
    SafetensorsFile small = SafetensorsFile.open(file);
    byte[] data = Files.readAllBytes(file);
    int start = 8 + small.header().length;
    int end = data.length - start;
    String header = new String(small.header(), StandardCharsets.UTF_8).strip();
    String embedding =
        ",\"model.embed_tokens.weight\":"
            + "{\"dtype\":\"BF16\",\"shape\":[%d,4],\"data_offsets\":[%d,%d]}}"
                .formatted(size, end, end + 8L * size);
    byte[] whole =
        SafetensorsBytes.file(
            header.substring(0, header.length() - 1) + embedding,
            Arrays.copyOfRange(data, start, data.length));
    Files.write(file, whole);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(whole.length + 8L * size);
      sparse.seek(sparse.length() - 2);
      sparse.write(new byte[] {(byte) 0xc0, 0x3f});
    }
  }

  @Test
  void cacheThatCannotBeMade_isIoFailure() throws Exception {
    model.stored(ElementType.BF16).write(source);
    Files.writeString(cache, "a file, where a folder should be");
    assertThrows(UncheckedIOException.class, this::expanded);
  }

  @Test
  void defaultFolder_propertyThenXdgThenHome() {
    Path home = Path.of("/home/user");
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/var/cache");
    assertEquals(Path.of("/p"), Float32Cache.defaultFolder("/p", xdg, home));
    assertEquals(Path.of("/var/cache/salmon4j"), Float32Cache.defaultFolder("", xdg, home));
    Path underHome = home.resolve(".cache/salmon4j");
    assertEquals(underHome, Float32Cache.defaultFolder("", Map.of(), home));
    Map<String, String> relative = Map.of("XDG_CACHE_HOME", "cache");
    assertEquals(underHome, Float32Cache.defaultFolder("", relative, home));
    assertNotEquals(Path.of(""), Checkpoint.defaultCacheFolder());
  }
}

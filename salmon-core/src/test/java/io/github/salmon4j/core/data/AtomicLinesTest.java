package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicLinesTest {

  @TempDir private Path folder;

  private long write(Path file, String... values) {
    return AtomicLines.write(file, List.of("head"), List.of(values).iterator(), value -> value);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void write_countsValues_notTheHead() throws IOException {
    Path file = folder.resolve("a");
    assertEquals(2, write(file, "one", "two"));
    assertEquals("head\none\ntwo\n", Files.readString(file));
  }

  @Test
  void write_whileAnotherWritesTheSameFile_bothSucceed_theLastStays() throws IOException {
    Path file = folder.resolve("a");
    Iterator<String> values =
        Stream.of("outer")
            .peek(value -> assertEquals(1, write(file, "inner")))
            .peek(value -> assertEquals(List.of("head", "inner"), lines(file)))
            .iterator();
    assertEquals(1, AtomicLines.write(file, List.of("head"), values, value -> value));
    assertEquals(List.of("head", "outer"), lines(file));
    assertEquals(List.of(file), files());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void write_onlyAnEndingGz_isCompressed() throws IOException {
    for (String name : List.of("a.gz.jsonl", "agz", "b.GZ")) {
      write(folder.resolve(name), "one");
      assertEquals("head\none\n", Files.readString(folder.resolve(name)), name);
    }
    write(folder.resolve("c.gz"), "one");
    assertEquals(0x1f, Files.readAllBytes(folder.resolve("c.gz"))[0]);
  }

  @Test
  void write_folderInTheWay_isRefused_andStays() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a"));
    String message =
        assertThrows(UncheckedIOException.class, () -> write(file, "one")).getMessage();
    assertEquals(file.toString(), message);
    assertTrue(Files.isDirectory(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void write_missingFolder_isRefused() {
    Path file = folder.resolve("none").resolve("a");
    assertEquals(
        file.toString(),
        assertThrows(UncheckedIOException.class, () -> write(file, "one")).getMessage());
  }
}

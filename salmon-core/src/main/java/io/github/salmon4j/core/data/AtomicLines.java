package io.github.salmon4j.core.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Function;

/** Replaces a file of lines in one step, however many there are. */
final class AtomicLines {

  private AtomicLines() {}

  /**
   * Writes beside the file, forces that to the disk, then moves it into place: a move within one
   * folder stays within one file system, where it is atomic.
   *
   * @return how many lines were written
   */
  static <T> long write(Path file, Iterator<T> values, Function<T, String> format) {
    Path beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try {
        long count = writeThrough(beside, values, format);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return count;
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static <T> long writeThrough(Path file, Iterator<T> values, Function<T, String> format)
      throws IOException {
    long count = 0;
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      for (; values.hasNext(); count++) {
        out.write((line(count, values.next(), format) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      channel.force(true);
    }
    return count;
  }

  private static <T> String line(long index, T value, Function<T, String> format) {
    try {
      return format.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("example " + index + ": " + e.getMessage(), e);
    }
  }
}

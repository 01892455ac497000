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
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * Replaces a file of lines in one step, however many there are. A file whose name ends in {@code
 * .gz} is compressed; its header has no name and no time, so equal lines give equal bytes.
 */
final class AtomicLines {

  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicLines() {}

  /**
   * Writes beside the file, forces that to the disk, then moves it into place: a move within one
   * folder stays within one file system, where it is atomic.
   *
   * @param head lines before those of the values
   * @return how many values were written
   */
  static <T> long write(
      Path file, List<String> head, Iterator<T> values, Function<T, String> format) {
    boolean gzip = file.toString().endsWith(".gz");
    Path beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try {
        long count = writeThrough(beside, gzip, out -> writeAll(out, head, values, format));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return count;
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Writes to a stream that somebody else opens and closes. */
  private interface Writing {
    long to(OutputStream out) throws IOException;
  }

  private static long writeThrough(Path file, boolean gzip, Writing lines) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream raw = Channels.newOutputStream(channel)) {
      long count;
      if (gzip) {
        GZIPOutputStream out = new GZIPOutputStream(raw, BUFFER_BYTES);
        count = lines.to(out);
        out.finish();
      } else {
        OutputStream out = new BufferedOutputStream(raw, BUFFER_BYTES);
        count = lines.to(out);
        out.flush();
      }
      channel.force(true);
      return count;
    }
  }

  private static <T> long writeAll(
      OutputStream out, List<String> head, Iterator<T> values, Function<T, String> format)
      throws IOException {
    for (String line : head) {
      writeLine(out, line);
    }
    long count = 0;
    for (; values.hasNext(); count++) {
      writeLine(out, line(count, values.next(), format));
    }
    return count;
  }

  private static void writeLine(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static <T> String line(long index, T value, Function<T, String> format) {
    try {
      return format.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("example " + index + ": " + e.getMessage(), e);
    }
  }
}

package io.github.salmon4j.core.labeling;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a log file holds: whole calls, and perhaps the start of one more that was never finished.
 *
 * <p>A line is finished by its line feed, a call by its line with nothing left. What comes behind
 * the last finished call is no fault but what a killed process leaves, and is to be cut off; all
 * that comes before must be as it was written.
 */
final class LogScan {

  private final Path file;
  private final LabelIdentity identity;
  private final Map<String, double[]> margins = new LinkedHashMap<>();
  private final Map<String, double[]> unfinished = new LinkedHashMap<>();
  private long finishedBytes;
  private int left;

  private LogScan(Path file, LabelIdentity identity) {
    this.file = file;
    this.identity = identity;
  }

  /**
   * {@return what the file holds}
   *
   * @throws IllegalArgumentException if the header is another's, or a finished line is malformed
   */
  static LogScan of(Path file, LabelIdentity identity) throws IOException {
    LogScan scan = new LogScan(file, identity);
    scan.read();
    return scan;
  }

  /** {@return the margins of each pair of finished calls, d12 and d21 of each principle in turn} */
  Map<String, double[]> margins() {
    return margins;
  }

  /** {@return how many bytes the header and the finished calls take; 0 without a whole header} */
  long finishedBytes() {
    return finishedBytes;
  }

  private void read() throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long bytes = 0;
      long number = 1;
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes++;
        if (next != '\n') {
          line.write(next);
          continue;
        }
        accept(number, line.toByteArray());
        if (left == 0) {
          margins.putAll(unfinished);
          unfinished.clear();
          finishedBytes = bytes;
        }
        number++;
        line.reset();
      }
      if (number == 1) {
        requireBegunHeader(line.toByteArray());
      }
    }
  }

  private void accept(long number, byte[] line) {
    try {
      if (number == 1) {
        LogLine.requireHeader(line, identity);
      } else {
        accept(LogLine.readPair(line, identity.principles().size()));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }

  private void accept(LogLine.Pair pair) {
    if (left > 0 && pair.left() != left - 1) {
      throw new IllegalArgumentException("left: expected " + (left - 1) + ", found " + pair.left());
    }
    double[] numbers = pair.margins().stream().mapToDouble(Double::doubleValue).toArray();
    if (margins.containsKey(pair.key()) || unfinished.putIfAbsent(pair.key(), numbers) != null) {
      throw new IllegalArgumentException(
          "pair: expected each pair once, found " + pair.key() + " again");
    }
    left = pair.left();
  }

  /** A file that is cut must have been a log: the start of this one's header and nothing else. */
  private void requireBegunHeader(byte[] begun) {
    byte[] header = LogLine.header(identity).getBytes(StandardCharsets.UTF_8);
    int length = Math.min(begun.length, header.length);
    if (!Arrays.equals(begun, 0, begun.length, header, 0, length)) {
      throw new IllegalArgumentException(
          file + ":1: expected the header of a label log, found other text");
    }
  }
}

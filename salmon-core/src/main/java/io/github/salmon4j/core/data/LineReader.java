package io.github.salmon4j.core.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a UTF-8 file, plain or compressed by gzip, one at a time and of bounded length.
 *
 * <p>Compression is recognized by the first two bytes, not by the name. A byte order mark before
 * the first line and a carriage return before a line feed are no part of a line.
 */
final class LineReader implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final int maxBytes;
  private byte[] line = new byte[1 << 10];
  private int length;
  private long number;

  private LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  static LineReader open(Path file, int maxBytes) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      return new LineReader(inflated(raw), maxBytes);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream inflated(InputStream raw) throws IOException {
    raw.mark(2);
    int magic = (raw.read() << 8) | raw.read();
    raw.reset();
    return magic == GZIP_MAGIC
        ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES)
        : raw;
  }

  /** {@return the number of the line last read, counted from 1; before the first, 0} */
  long number() {
    return number;
  }

  /**
   * Steps to the next line, whether or not it is good.
   *
   * @return whether there is one
   */
  boolean advance() throws IOException {
    length = 0;
    int next = in.read();
    if (next < 0) {
      return false;
    }
    number++;
    for (; next >= 0 && next != '\n'; next = in.read()) {
      append((byte) next);
    }
    return true;
  }

  /** One byte beyond the limit is kept, for it may be a carriage return; a second only counts. */
  private void append(byte next) {
    if (length <= maxBytes) {
      if (length == line.length) {
        line = Arrays.copyOf(line, (int) Math.min(2L * line.length, maxBytes + 1L));
      }
      line[length] = next;
      length++;
    } else {
      length = maxBytes + 2;
    }
  }

  /**
   * {@return the line stepped to}
   *
   * @throws IllegalArgumentException if it is too long or not UTF-8
   */
  String text() {
    int end = length;
    if (end > 0 && end <= maxBytes + 1 && line[end - 1] == '\r') {
      end--;
    }
    if (end > maxBytes) {
      throw new IllegalArgumentException("line: expected " + maxBytes + " bytes at most");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
      return number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK
          ? text.substring(1)
          : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("line: expected UTF-8, found other bytes", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

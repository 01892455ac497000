package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;

/**
 * A safetensors file whose header has been read and checked against the file's size: 8 bytes of
 * little-endian header length, the header, the data.
 */
final class SafetensorsFile {

  private static final int LENGTH_BYTES = 8;

  /** The format's own limit. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final byte[] header;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsFile(Path file, byte[] header, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.header = header;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * {@return the file's contents list}
   *
   * @param file the file, or a link to it
   */
  static SafetensorsFile open(Path file) {
    try {
      Path real = file.toRealPath();
      try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
        return read(real, channel, channel.size());
      }
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file, "file", "a safetensors file", "nothing");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  /**
   * {@return the contents list of a file whose bytes come from a channel}
   *
   * @param real the file's real path
   * @param channel at the file's first byte
   * @param size the file's length in bytes
   */
  static SafetensorsFile read(Path real, ReadableByteChannel channel, long size)
      throws IOException {
    if (size < LENGTH_BYTES) {
      throw new ModelFormatException(real, "length", "at least 8 bytes", size + " bytes");
    }
    long length = readFully(real, channel, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    // Checked before anything is allocated: the number comes from the file.
    long limit = Math.min(MAX_HEADER_BYTES, size - LENGTH_BYTES);
    if (length < 0 || length > limit) {
      throw new ModelFormatException(
          real, "byte 0", "a header of at most " + limit + " bytes", Long.toUnsignedString(length));
    }
    byte[] header = readFully(real, channel, (int) length).array();
    long dataStart = LENGTH_BYTES + length;
    return new SafetensorsFile(
        real, header, SafetensorsHeader.parse(real, header, dataStart, size - dataStart));
  }

  /** {@return the real path} */
  Path file() {
    return file;
  }

  /** {@return the header's bytes, padding included} */
  byte[] header() {
    return header.clone();
  }

  /** {@return the tensors by name, in the header's order} */
  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  private static ByteBuffer readFully(Path file, ReadableByteChannel channel, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new ModelFormatException(
            file, "length", count + " bytes of header", bytes.position() + " bytes");
      }
    }
    return bytes;
  }
}

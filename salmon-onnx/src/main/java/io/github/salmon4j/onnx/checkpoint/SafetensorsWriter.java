package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Writes a safetensors file of float32 tensors, as Python's library does: in alphabetical order of
 * their names, under a header padded to a multiple of 8 bytes. The same tensors give the same
 * bytes, whatever the order in which they were added, and the bytes that Python would write.
 *
 * <p>Buffers are kept, not copied, and streamed: writing takes 2 MiB beside them. To be used by one
 * thread.
 */
public final class SafetensorsWriter {

  private final Map<String, List<Long>> shapes = new TreeMap<>();
  private final Map<String, FloatBuffer> values = new TreeMap<>();

  /** A writer without tensors. */
  public SafetensorsWriter() {}

  /**
   * Adds a tensor.
   *
   * @param name its name, such as {@code model.norm.weight}; not yet used, not empty and not {@code
   *     __metadata__}, which the format keeps for itself
   * @param elements its elements, row-major, from the buffer's position to its limit; not to change
   *     until the file is written
   * @param shape its dimensions, outermost first, each 0 or more; none for a scalar
   * @return this
   * @throws IllegalArgumentException if the name is not so, or the number of elements is not that
   *     of the shape
   */
  public SafetensorsWriter add(String name, FloatBuffer elements, long... shape) {
    if (name.isEmpty() || name.equals("__metadata__") || shapes.containsKey(name)) {
      throw new IllegalArgumentException(
          "tensor name: expected one that is not yet used, not empty and not __metadata__, found '"
              + name
              + "'");
    }
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    if (elements.remaining() != elementCount(shape)) {
      throw new IllegalArgumentException(
          "elements of "
              + name
              + sizes
              + ": expected "
              + elementCount(shape)
              + ", found "
              + elements.remaining());
    }
    values.put(name, elements.slice());
    shapes.put(name, sizes);
    return this;
  }

  /**
   * Writes the file, or replaces it; it appears at once, when all its bytes are on the disk.
   *
   * @param file where to; its folder exists
   * @throws java.io.UncheckedIOException if it cannot be written; what was there before still is
   */
  public void write(Path file) {
    Objects.requireNonNull(file, "file");
    Publication.file(file, this::writeNow);
  }

  private void writeNow(Path file) throws IOException {
    byte[] header = SafetensorsLayout.header(shapes);
    try (FileChannel into =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      Float32Writer writer = new Float32Writer(into);
      writer.write(SafetensorsLayout.lengthOf(header));
      writer.write(ByteBuffer.wrap(header));
      for (FloatBuffer elements : values.values()) {
        writer.write(elements);
      }
    }
  }

  /**
   * {@return the product, or -1 where a dimension is negative or it exceeds what a buffer holds}
   */
  private static long elementCount(long... shape) {
    long count = 1;
    for (long dimension : shape) {
      if (dimension < 0 || (dimension > 0 && count > Integer.MAX_VALUE / dimension)) {
        return -1;
      }
      count *= dimension;
    }
    return count;
  }
}

package io.github.salmon4j.onnx.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A weight as a place in a file: {@code byteLength} bytes from {@code offset} on hold the elements,
 * row-major and little-endian. No numbers are held in memory.
 *
 * @param name the tensor's name in the checkpoint
 * @param type how one element is stored
 * @param shape the dimensions, outermost first, each 0 or more; empty for a scalar
 * @param file the real path of the file, with every link resolved
 * @param offset where the elements begin, in bytes from the start of the file; any alignment
 * @param byteLength the elements' size in bytes
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, Path file, long offset, long byteLength) {

  /**
   * Copies the shape.
   *
   * @throws IllegalArgumentException if the offset or a dimension is negative, or the length is not
   *     that of the shape's elements
   */
  public TensorEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(file, "file");
    shape = List.copyOf(shape);
    if (offset < 0) {
      throw new IllegalArgumentException("offset: expected 0 or more, found " + offset);
    }
    long expected = type.bytes();
    for (long dimension : shape) {
      if (dimension < 0 || (dimension > 0 && expected > Long.MAX_VALUE / dimension)) {
        throw new IllegalArgumentException(
            "shape of " + name + ": expected a size from 0 to 2^63 - 1 bytes, found " + shape);
      }
      expected *= dimension;
    }
    if (byteLength != expected) {
      throw new IllegalArgumentException(
          "bytes of "
              + name
              + " "
              + type
              + shape
              + ": expected "
              + expected
              + ", found "
              + byteLength);
    }
  }

  /** {@return the number of elements, the product of the shape} */
  public long elementCount() {
    return byteLength / type.bytes();
  }

  /**
   * {@return all elements as floats, in a direct, little-endian, read-only buffer} An f32 tensor is
   * mapped, so that its pages are shared and nothing is copied; f16 and bf16 are expanded, exactly,
   * into memory outside the heap.
   *
   * @throws IllegalStateException if the floats exceed 2 GiB, the most that a Java buffer holds
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public FloatBuffer floats() {
    return floats(0, elementCount());
  }

  /**
   * {@return some consecutive elements as floats, in a direct, little-endian, read-only buffer}
   *
   * @param first index of the first element, row-major
   * @param count how many elements
   * @throws IndexOutOfBoundsException if the tensor has no such elements
   * @throws IllegalStateException if the floats exceed 2 GiB, the most that a Java buffer holds
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public FloatBuffer floats(long first, long count) {
    Objects.checkFromIndexSize(first, count, elementCount());
    if (count > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalStateException(
          "floats of " + name + ": expected at most 536870911 at once, found " + count);
    }
    return TensorReader.read(this, first, (int) count);
  }

  /**
   * Copies all elements of an f32 tensor, without mapping its file.
   *
   * @param into where to; from its position on
   * @throws IllegalStateException if the elements are no f32
   * @throws java.nio.BufferOverflowException if there is no room for all of them
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public void copyTo(FloatBuffer into) {
    if (type != ElementType.F32) {
      throw new IllegalStateException(name + ": expected f32 to copy, found " + type);
    }
    TensorReader.copy(this, into);
  }
}

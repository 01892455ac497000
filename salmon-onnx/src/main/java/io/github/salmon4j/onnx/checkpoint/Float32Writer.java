package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Streams tensors into a file as f32, through buffers whose size does not depend on theirs. */
final class Float32Writer {

  private static final int CHUNK_ELEMENTS = 1 << 18;

  private final FileChannel into;
  private final ByteBuffer stored = buffer();
  private final ByteBuffer floats = buffer();

  Float32Writer(FileChannel into) {
    this.into = into;
  }

  /** Writes all remaining bytes. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      into.write(bytes);
    }
  }

  /** Writes all remaining elements of a buffer of any byte order; its position stays. */
  void write(FloatBuffer elements) throws IOException {
    for (int from = 0; from < elements.remaining(); from += CHUNK_ELEMENTS) {
      int count = Math.min(CHUNK_ELEMENTS, elements.remaining() - from);
      floats.clear().asFloatBuffer().put(elements.slice(elements.position() + from, count));
      write(floats.limit(count * Float.BYTES));
    }
  }

  /** Writes all elements of a tensor. */
  void write(TensorEntry tensor) throws IOException {
    int size = tensor.type().bytes();
    long end = tensor.offset() + tensor.byteLength();
    try (FileChannel from = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      for (long position = tensor.offset(); position < end; position += stored.limit()) {
        stored.clear().limit((int) Math.min((long) CHUNK_ELEMENTS * size, end - position));
        read(from, position, tensor);
        if (tensor.type() == ElementType.F32) {
          write(stored.flip());
        } else {
          HalfFloats.expand(
              tensor.type(), stored.flip().asShortBuffer(), floats.clear().asIntBuffer());
          write(floats.limit(stored.limit() / size * Float.BYTES));
        }
      }
    }
  }

  private void read(FileChannel from, long position, TensorEntry tensor) throws IOException {
    while (stored.hasRemaining()) {
      if (from.read(stored, position + stored.position()) < 0) {
        throw new ModelFormatException(
            tensor.file(), tensor.name(), tensor.byteLength() + " bytes", "the end of the file");
      }
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(CHUNK_ELEMENTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}

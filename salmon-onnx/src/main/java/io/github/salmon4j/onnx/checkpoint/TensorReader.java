package io.github.salmon4j.onnx.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

/** Brings elements of a tensor into memory as floats. */
final class TensorReader {

  /** Elements on their way at a time. */
  private static final int CHUNK = 1 << 18;

  private TensorReader() {}

  /** Copies a whole tensor. Nothing is mapped: pages of a file read once would stay resident. */
  static void copy(TensorEntry tensor, FloatBuffer into) {
    int count = (int) Math.min(CHUNK, tensor.elementCount());
    ByteBuffer chunk =
        ByteBuffer.allocateDirect(count * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      long end = tensor.offset() + tensor.byteLength();
      for (long at = tensor.offset(); at < end; at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
        while (chunk.hasRemaining()) {
          if (channel.read(chunk, at + chunk.position()) < 0) {
            throw new EOFException("expected " + end + " bytes, found " + channel.size());
          }
        }
        into.put(chunk.flip().asFloatBuffer());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tensor " + tensor.name() + " in " + tensor.file(), e);
    }
  }

  static FloatBuffer read(TensorEntry tensor, long first, int count) {
    int size = tensor.type().bytes();
    try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      long from = tensor.offset() + first * size;
      ByteBuffer stored =
          channel.map(MapMode.READ_ONLY, from, (long) count * size).order(ByteOrder.LITTLE_ENDIAN);
      if (tensor.type() == ElementType.F32) {
        return stored.asFloatBuffer();
      }
      ByteBuffer floats =
          ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      HalfFloats.expand(tensor.type(), stored.asShortBuffer(), floats.asIntBuffer());
      return floats.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException("tensor " + tensor.name() + " in " + tensor.file(), e);
    }
  }
}

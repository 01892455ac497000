package io.github.salmon4j.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor whose content belongs to the graph. */
sealed interface Initializer {

  Value value();

  /** Content that the graph carries itself, little-endian. */
  final class Inline implements Initializer {

    private final Value value;
    private final byte[] bytes;

    private Inline(Value value, byte[] bytes) {
      long expected = value.shape().elements().size() * value.elementType().bytes();
      if (bytes.length != expected) {
        throw new IllegalArgumentException(
            "constant " + value + ": expected " + expected + " bytes, found " + bytes.length);
      }
      this.value = value;
      this.bytes = bytes;
    }

    static Inline of(Value value, float[] content) {
      ByteBuffer bytes = allocate(content.length * Float.BYTES);
      bytes.asFloatBuffer().put(content);
      return new Inline(value, bytes.array());
    }

    static Inline of(Value value, long[] content) {
      ByteBuffer bytes = allocate(content.length * Long.BYTES);
      bytes.asLongBuffer().put(content);
      return new Inline(value, bytes.array());
    }

    @Override
    public Value value() {
      return value;
    }

    byte[] bytes() {
      return bytes;
    }

    private static ByteBuffer allocate(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Content that stays in a file, which the engine maps.
   *
   * @param value the tensor
   * @param data where its bytes are
   */
  record External(Value value, ExternalData data) implements Initializer {}
}

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
      byte[] bytes = new byte[content.length * Float.BYTES];
      littleEndian(bytes).asFloatBuffer().put(content);
      return new Inline(value, bytes);
    }

    static Inline of(Value value, byte[] content) {
      return new Inline(value, content.clone());
    }

    static Inline of(Value value, long[] content) {
      byte[] bytes = new byte[content.length * Long.BYTES];
      littleEndian(bytes).asLongBuffer().put(content);
      return new Inline(value, bytes);
    }

    @Override
    public Value value() {
      return value;
    }

    byte[] bytes() {
      return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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

package io.github.salmon4j.onnx.graph;

import java.util.Locale;

/** The element types that our graphs use, with ONNX's code for each. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT32(1, Float.BYTES),
  /** 8-bit unsigned integer: codes of numbers, of which 128 stands for 0; or any bits. */
  UINT8(2, Byte.BYTES),
  /** 8-bit signed integer: codes of numbers, of which 0 stands for 0. */
  INT8(3, Byte.BYTES),
  /** 32-bit signed integer. */
  INT32(6, Integer.BYTES),
  /** 64-bit signed integer. */
  INT64(7, Long.BYTES),
  /** 64-bit floating point, for gradient checks. */
  FLOAT64(11, Double.BYTES);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** {@return the value of this type in ONNX's {@code TensorProto.DataType}} */
  int code() {
    return code;
  }

  /** {@return the size of one element in bytes} */
  public int bytes() {
    return bytes;
  }

  /** {@return whether it has fractions, and so gradients} */
  public boolean isFloatingPoint() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** {@return the name as messages show it, such as {@code float32}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

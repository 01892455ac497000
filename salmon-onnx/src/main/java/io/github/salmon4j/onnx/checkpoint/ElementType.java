package io.github.salmon4j.onnx.checkpoint;

import java.util.Locale;

/** How one weight is stored: the three floating-point types a checkpoint may use. */
public enum ElementType {
  /** IEEE 754 binary32, 4 bytes. */
  F32(4),

  /** IEEE 754 binary16, 2 bytes. */
  F16(2),

  /** bfloat16, the upper half of a binary32, 2 bytes. */
  BF16(2);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return the size of one element in bytes} */
  public int bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

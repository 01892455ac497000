package io.github.salmon4j.onnx.checkpoint;

import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Widens 16-bit floats to 32 bits. Every 16-bit value is a 32-bit value, so nothing is rounded; the
 * work is done on bit patterns so that not-a-number payloads survive too.
 */
final class HalfFloats {

  private static final int SIGN = 0x8000;
  private static final int EXPONENT = 0x7c00;
  private static final int FRACTION = 0x03ff;

  private HalfFloats() {}

  /** Widens all remaining elements of {@code from}; {@code into} takes as many bit patterns. */
  static void expand(ElementType type, ShortBuffer from, IntBuffer into) {
    if (type == ElementType.BF16) {
      while (from.hasRemaining()) {
        into.put(bfloat16Bits(from.get()));
      }
    } else {
      while (from.hasRemaining()) {
        into.put(float16Bits(from.get()));
      }
    }
  }

  /** {@return the binary32 bit pattern of a bfloat16} */
  static int bfloat16Bits(short bits) {
    return bits << 16;
  }

  /** {@return the binary32 bit pattern of a binary16} */
  static int float16Bits(short bits) {
    int sign = (bits & SIGN) << 16;
    int fraction = bits & FRACTION;
    return switch (bits & EXPONENT) {
      // Subnormals count units of 2^-24; as binary32 they are normal, so the product is exact.
      case 0 -> sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
      case EXPONENT -> sign | 0x7f80_0000 | (fraction << 13);
      // The bias grows from 15 to 127, the fraction from 10 bits to 23.
      default -> sign | (((bits & EXPONENT) + (112 << 10)) << 13) | (fraction << 13);
    };
  }
}

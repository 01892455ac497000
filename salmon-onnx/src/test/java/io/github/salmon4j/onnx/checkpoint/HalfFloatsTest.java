package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

  /** IEEE 754's definition in double arithmetic, which holds every binary16 exactly. */
  private static double float16ByDefinition(int bits) {
    int sign = bits >>> 15;
    int exponent = (bits >>> 10) % 32;
    double fraction = (bits % 1024) / 1024.0;
    double magnitude =
        exponent == 31
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? fraction * Math.pow(2, -14)
                : (1 + fraction) * Math.pow(2, exponent - 15);
    return sign == 1 ? -magnitude : magnitude;
  }

  private static double bfloat16ByDefinition(int bits) {
    int sign = bits >>> 15;
    int exponent = (bits >>> 7) % 256;
    double fraction = (bits % 128) / 128.0;
    double magnitude =
        exponent == 255
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? fraction * Math.pow(2, -126)
                : (1 + fraction) * Math.pow(2, exponent - 127);
    return sign == 1 ? -magnitude : magnitude;
  }

  @Test
  void float16_all65536_asDefined() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertSame(float16ByDefinition(bits), bits, HalfFloats.float16Bits((short) bits));
    }
  }

  @Test
  void bfloat16_all65536_asDefined() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertSame(bfloat16ByDefinition(bits), bits, HalfFloats.bfloat16Bits((short) bits));
    }
  }

  private static void assertSame(double expected, int bits, int widened) {
    float found = Float.intBitsToFloat(widened);
    if (Double.isNaN(expected)) {
      assertTrue(Float.isNaN(found), () -> Integer.toHexString(bits));
      assertEquals(bits >>> 15, widened >>> 31, "sign of a NaN");
    } else {
      // Doubles compared by their bits, so that -0.0 is not 0.0.
      assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(found));
    }
  }

  @Test
  void float16_landmarks_byHand() {
    assertEquals(0x1p-24f, Float.intBitsToFloat(HalfFloats.float16Bits((short) 0x0001)));
    assertEquals(0x1.ff8p-15f, Float.intBitsToFloat(HalfFloats.float16Bits((short) 0x03ff)));
    assertEquals(0x1p-14f, Float.intBitsToFloat(HalfFloats.float16Bits((short) 0x0400)));
    assertEquals(65504f, Float.intBitsToFloat(HalfFloats.float16Bits((short) 0x7bff)));
    assertEquals(-2f, Float.intBitsToFloat(HalfFloats.float16Bits((short) 0xc000)));
  }

  @Test
  void nan_payloadSurvives() {
    assertEquals(0x7f80_2000, HalfFloats.float16Bits((short) 0x7c01));
    assertEquals(0xffc0_0000, HalfFloats.float16Bits((short) 0xfe00));
    assertEquals(0x7f81_0000, HalfFloats.bfloat16Bits((short) 0x7f81));
  }

  @Test
  void expand_eachType_allRemaining() {
    short[] bits = {0x3c00, (short) 0xc000, 0};
    IntBuffer into = IntBuffer.allocate(3);
    HalfFloats.expand(ElementType.F16, ShortBuffer.wrap(bits), into);
    assertArrayEquals(new int[] {0x3f80_0000, 0xc000_0000, 0}, into.array());
    into.clear();
    HalfFloats.expand(ElementType.BF16, ShortBuffer.wrap(bits), into);
    assertArrayEquals(new int[] {0x3c00_0000, 0xc000_0000, 0}, into.array());
  }
}

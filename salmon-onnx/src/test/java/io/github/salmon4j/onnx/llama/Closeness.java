package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What it means here that two ways to the same number agree: they add the same float32 products in
 * another order.
 */
final class Closeness {

  /** Times the larger of 1 and the number, as the model's documentation promises. */
  static final double TOLERANCE = 1e-5;

  private Closeness() {}

  static void assertSame(float[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      double allowed = TOLERANCE * Math.max(1, Math.abs(expected[i]));
      double difference = Math.abs(expected[i] - found[i]);
      String message = "number " + i + ": expected " + expected[i] + ", found " + found[i];
      assertTrue(difference <= allowed, message);
    }
  }

  static void assertSame(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), found.get(i));
    }
  }
}

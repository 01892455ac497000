package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamWTest {

  private static final AdamW.Settings DEFAULTS = AdamW.Settings.defaults();

  @Test
  void firstStep_movesByTheLearningRateAgainstTheSign() {
    TestParameter p = TestParameter.of("p", 1, 1, 1).withGradient(1e-3f, -7, 0);
    new AdamW(List.of(p), DEFAULTS).step(0.25);
    assertArrayEquals(new float[] {0.75f, 1.25f, 1}, p.valuesArray(), 1e-5f);
  }

  @Test
  void twoSteps_computedByHand() {
    TestParameter p = TestParameter.of("p", 10);
    AdamW optimizer = new AdamW(List.of(p), new AdamW.Settings(0.5, 0.5, 1, 0.5));
    optimizer.step(0); // t = 1 counts, nothing moves
    p.withGradient(4);
    optimizer.step(0.5);
    // m = 2, v = 8; p = 10 * 3/4 - 0.5 / 0.75 * 2 / (sqrt(8 / 0.75) + 1)
    double expected = 7.5 - 0.5 / 0.75 * 2 / (Math.sqrt(8 / 0.75) + 1);
    assertEquals(expected, p.values().get(0), 1e-6);
    assertEquals(2, optimizer.steps());
  }

  @Test
  void zeroLearningRate_movesNothingButCounts() {
    TestParameter p = TestParameter.of("p", 1, -0.0f).withGradient(3, 4);
    AdamW optimizer = new AdamW(List.of(p), new AdamW.Settings(0.9, 0.999, 1e-8, 0.1));
    optimizer.step(0);
    assertEquals(FloatBuffer.wrap(new float[] {1, -0.0f}), p.values());
    assertEquals(1, optimizer.steps());
  }

  @Test
  void step_clearsTheGradients() {
    TestParameter p = TestParameter.direct("p", 10_000, new Random(1));
    p.addGradient(new Random(2), 1);
    AdamW optimizer = new AdamW(List.of(p), DEFAULTS);
    optimizer.step(0.1);
    assertArrayEquals(new float[10_000], p.gradientArray());
    p.addGradient(new Random(3), 1);
    float[] values = p.valuesArray();
    optimizer.clearGradients();
    assertArrayEquals(new float[10_000], p.gradientArray());
    assertArrayEquals(values, p.valuesArray());
    assertEquals(1, optimizer.steps());
  }

  @Test
  void badGradient_isNamed_andNothingChanges() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1.9e19f, -1.9e19f}) {
      TestParameter fine = TestParameter.direct("fine", 5, new Random(1));
      TestParameter broken = TestParameter.direct("layer.7", 5000, new Random(1));
      AdamW optimizer = new AdamW(List.of(fine, broken), DEFAULTS);
      for (TestParameter p : List.of(fine, broken)) {
        p.addGradient(new Random(4), 1);
      }
      optimizer.step(0.1);
      for (TestParameter p : List.of(fine, broken)) {
        p.addGradient(new Random(5), 1);
      }
      broken.gradient().put(4500, bad).put(4501, Float.NaN);
      List<float[]> before = List.of(fine.valuesArray(), broken.valuesArray());
      List<float[]> gradients = List.of(fine.gradientArray(), broken.gradientArray());
      byte[] state = saved(optimizer);
      assertEquals(
          "gradient of layer.7[4500]: expected a number with a finite square, found " + bad,
          assertThrows(ArithmeticException.class, () -> optimizer.step(0.1)).getMessage());
      assertArrayEquals(before.get(0), fine.valuesArray());
      assertArrayEquals(before.get(1), broken.valuesArray());
      assertArrayEquals(gradients.get(0), fine.gradientArray());
      assertArrayEquals(gradients.get(1), broken.gradientArray());
      assertArrayEquals(state, saved(optimizer));
      assertEquals(1, optimizer.steps());
    }
  }

  @Test
  void largestAllowedGradient_keepsMomentsAndValuesFinite() {
    TestParameter p = TestParameter.of("p", 1);
    AdamW optimizer = new AdamW(List.of(p), new AdamW.Settings(0, 0, 1e-8, 0));
    for (int i = 0; i < 5; i++) {
      p.withGradient(i % 2 == 0 ? 1.8e19f : -1.8e19f);
      optimizer.step(0.25);
    }
    assertEquals(0.75f, p.values().get(0));
  }

  @Test
  void positionsOfBuffers_areNeitherUsedNorMoved() {
    TestParameter p = TestParameter.of("p", 1, 1).withGradient(2, 2);
    p.values().position(1);
    p.gradient().position(2);
    new AdamW(List.of(p), DEFAULTS).step(0.25);
    assertArrayEquals(new float[] {0.75f, 0.75f}, p.valuesArray(), 1e-6f);
    assertArrayEquals(new float[] {0, 0}, p.gradientArray());
    assertEquals(1, p.values().position());
    assertEquals(2, p.gradient().position());
  }

  @Test
  void viewOfALargerBuffer_leavesTheRestAlone() {
    FloatBuffer values = FloatBuffer.wrap(new float[] {8, 1, 1, 8});
    FloatBuffer gradient = FloatBuffer.wrap(new float[] {9, 2, 2, 9});
    TestParameter p = new TestParameter("p", values.slice(1, 2), gradient.slice(1, 2));
    new AdamW(List.of(p), DEFAULTS).step(0.25);
    assertArrayEquals(new float[] {8, 0.75f, 0.75f, 8}, values.array(), 1e-6f);
    assertArrayEquals(new float[] {9, 0, 0, 9}, gradient.array());
  }

  @Test
  void badParameters_areRefused() {
    TestParameter p = TestParameter.of("p", 1, 2);
    assertMessage("parameters: expected at least 1, found 0", () -> new AdamW(List.of(), DEFAULTS));
    assertMessage(
        "parameters: expected unique names, found twice p",
        () -> new AdamW(List.of(p, TestParameter.of("p", 3)), DEFAULTS));
    assertMessage(
        "gradient of q: expected 2 entries as the values have, found 1",
        () ->
            new AdamW(
                List.of(new TestParameter("q", p.values(), FloatBuffer.allocate(1))), DEFAULTS));
    for (TestParameter readOnly :
        List.of(
            new TestParameter("q", p.values().asReadOnlyBuffer(), p.gradient()),
            new TestParameter("q", p.values(), p.gradient().asReadOnlyBuffer()))) {
      assertMessage(
          "parameter q: expected writable buffers, found a read-only one",
          () -> new AdamW(List.of(readOnly), DEFAULTS));
    }
  }

  @Test
  void badLearningRate_isRefused_andNothingChanges() {
    TestParameter p = TestParameter.of("p", 1).withGradient(2);
    AdamW optimizer = new AdamW(List.of(p), DEFAULTS);
    for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "learning rate: expected a finite number of 0 or more, found " + bad,
          () -> optimizer.step(bad));
    }
    assertEquals(1, p.values().get(0));
    assertEquals(2, p.gradient().get(0));
    assertEquals(0, optimizer.steps());
  }

  @Test
  void settings_areThoseOfTheReleasedCode_andChecked() {
    assertEquals(new AdamW.Settings(0.9, 0.999, 1e-8, 0), DEFAULTS);
    assertMessage(
        "beta1: expected 0 to below 1, found 1.0", () -> new AdamW.Settings(1, 0.9, 1, 0));
    assertMessage(
        "beta1: expected 0 to below 1, found NaN", () -> new AdamW.Settings(Double.NaN, 0.9, 1, 0));
    assertMessage(
        "beta2: expected 0 to below 1, found -0.1", () -> new AdamW.Settings(0.9, -0.1, 1, 0));
    for (double bad : new double[] {0, -1, 1e-60, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "epsilon: expected a finite number above 0, found " + bad,
          () -> new AdamW.Settings(0.9, 0.9, bad, 0));
    }
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "weight decay: expected a finite number of 0 or more, found " + bad,
          () -> new AdamW.Settings(0.9, 0.9, 1, bad));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that null is refused is what is tested
  void nulls_areRefused() {
    TestParameter p = TestParameter.of("p", 1);
    assertThrows(NullPointerException.class, () -> new AdamW(null, DEFAULTS));
    assertThrows(NullPointerException.class, () -> new AdamW(List.of(p), null));
    assertThrows(NullPointerException.class, () -> AdamW.restore(List.of(p), DEFAULTS, null));
    AdamW optimizer = new AdamW(List.of(p), DEFAULTS);
    assertThrows(NullPointerException.class, () -> optimizer.save(null));
  }

  private static byte[] saved(AdamW optimizer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    optimizer.save(out);
    return out.toByteArray();
  }

  private static void assertMessage(String expected, Runnable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}

package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GradientNormTest {

  @Test
  void l2_isOverAllParameters() {
    List<TestParameter> parameters =
        List.of(
            TestParameter.of("a", 9, 9).withGradient(1, -2),
            TestParameter.of("b", 9, 9).withGradient(4, 2));
    assertEquals(5, GradientNorm.l2(parameters));
    assertEquals(0, GradientNorm.l2(List.of()));
  }

  @Test
  void l2_ofHugeAndManyEntries_doesNotOverflowOrRound() {
    float huge = 3e38f;
    TestParameter parameter =
        TestParameter.of("a", 0, 0, 0, 0).withGradient(huge, huge, huge, huge);
    assertEquals(2.0 * huge, GradientNorm.l2(List.of(parameter)), 1e-15 * huge);
    TestParameter many = TestParameter.of("b", new float[10_000]);
    many.gradient().put(0, 1e-4f);
    many.gradient().put(9_999, 1e4f);
    many.gradient().put(4_096, 1e4f);
    assertEquals(Math.sqrt((double) 1e-4f * 1e-4f + 2e8), GradientNorm.l2(List.of(many)), 1e-11);
  }

  @Test
  void clip_longGradient_isScaledByTheSameFactorEverywhere() {
    TestParameter a = TestParameter.of("a", 1, 1).withGradient(1, -2);
    TestParameter b = TestParameter.of("b", 1, 1).withGradient(4, 2);
    assertEquals(5, GradientNorm.clipInPlace(List.of(a, b), 0.5));
    assertArrayEquals(new float[] {0.1f, -0.2f}, a.gradientArray(), 1e-7f);
    assertArrayEquals(new float[] {0.4f, 0.2f}, b.gradientArray(), 1e-7f);
    assertArrayEquals(new float[] {1, 1}, a.valuesArray());
  }

  @Test
  void clip_addsTheMarginToTheNorm() {
    TestParameter tiny = TestParameter.of("a", 0).withGradient(3e-6f);
    GradientNorm.clipInPlace(List.of(tiny), 1e-6);
    assertEquals(0.75e-6, tiny.gradient().get(0), 1e-12);
  }

  @Test
  void clip_shortGradient_isLeftAsItIs() {
    TestParameter a = TestParameter.of("a", 1, 1).withGradient(0.3f, -0.4f);
    assertEquals(0.5, GradientNorm.clipInPlace(List.of(a), 0.51), 1e-7);
    assertArrayEquals(new float[] {0.3f, -0.4f}, a.gradientArray());
    TestParameter zero = TestParameter.of("zero", 1);
    assertEquals(0, GradientNorm.clipInPlace(List.of(zero), 1));
    assertEquals(0, zero.gradient().get(0));
  }

  @Test
  void positionsOfBuffers_areNeitherUsedNorMoved() {
    TestParameter a = TestParameter.of("a", 1, 1).withGradient(3, 4);
    a.gradient().position(1);
    assertEquals(5, GradientNorm.clipInPlace(List.of(a), 1));
    assertEquals(1, a.gradient().position());
    assertEquals(1, GradientNorm.l2(List.of(a)), 1e-6);
  }

  @Test
  void nonFiniteEntry_isNamed_andNothingIsScaled() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      TestParameter fine = TestParameter.of("fine", 1).withGradient(100);
      TestParameter broken = TestParameter.of("layer.7", new float[5000]);
      broken.gradient().put(4500, bad).put(4600, bad);
      TestParameter worse = TestParameter.of("worse", 1).withGradient(Float.NaN);
      List<TestParameter> parameters = List.of(fine, broken, worse);
      String message = "gradient of layer.7[4500]: expected a finite number, found " + bad;
      assertEquals(
          message,
          assertThrows(ArithmeticException.class, () -> GradientNorm.clipInPlace(parameters, 1))
              .getMessage());
      assertEquals(
          message,
          assertThrows(ArithmeticException.class, () -> GradientNorm.l2(parameters)).getMessage());
      assertEquals(100, fine.gradient().get(0));
    }
  }

  @Test
  void badLimit_isRefused() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "maximal gradient norm: expected a finite number above 0, found " + bad,
          assertThrows(
                  IllegalArgumentException.class, () -> GradientNorm.clipInPlace(List.of(), bad))
              .getMessage());
    }
  }

  @Property(tries = 100)
  void clip_keepsTheDirection_andTheLimit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9000) int size,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double max) {
    Random random = new Random(seed);
    TestParameter a = TestParameter.direct("a", size, random);
    TestParameter b = TestParameter.of("b", new float[7]);
    a.addGradient(random, 10);
    b.addGradient(random, 1);
    List<TestParameter> parameters = List.of(a, b);
    float[] before = a.gradientArray();
    double norm = GradientNorm.l2(parameters);
    assertEquals(norm, GradientNorm.clipInPlace(parameters, max));
    assertTrue(GradientNorm.l2(parameters) <= max * (1 + 1e-7));
    double factor = a.gradient().get(0) / before[0];
    assertTrue(norm > max ? factor < 1 : factor == 1);
    for (int i = 0; i < size; i++) {
      double expected = before[i] * factor;
      assertEquals(expected, a.gradient().get(i), 3e-7 * Math.abs(expected));
    }
  }
}

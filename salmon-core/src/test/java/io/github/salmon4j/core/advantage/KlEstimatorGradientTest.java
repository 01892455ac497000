package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KlEstimatorGradientTest {

  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource(KlEstimator.class)
  void derivative_equalsCentralDifference(KlEstimator estimator) {
    double reference = -1.5;
    for (double d : new double[] {-8, -2, -0.5, -1e-2, -2e-5, 2e-5, 1e-2, 0.5, 2, 8}) {
      double x = reference + d;
      double numeric =
          (estimator.value(x + STEP, reference) - estimator.value(x - STEP, reference))
              / (2 * STEP);
      double found = estimator.derivative(x, reference);
      assertEquals(numeric, found, 1e-7 * Math.max(1e-2, Math.abs(numeric)), "d = " + d);
    }
  }

  @Test
  void derivative_ofTheClampedAtItsKink_isTheOneFromBelow() {
    KlEstimator clamped = KlEstimator.K1_CLAMPED;
    double below = (clamped.value(0, 0) - clamped.value(-STEP, 0)) / STEP;
    double above = (clamped.value(STEP, 0) - clamped.value(0, 0)) / STEP;
    assertEquals(below, clamped.derivative(0, 0));
    assertEquals(0.0, below);
    assertEquals(1.0, above);
  }
}

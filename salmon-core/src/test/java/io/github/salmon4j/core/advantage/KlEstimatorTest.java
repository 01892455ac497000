package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KlEstimatorTest {

  @Test
  void value_byHand() {
    double d = Math.log(2);
    assertEquals(d, KlEstimator.K1.value(d - 3, -3), 1e-15);
    assertEquals(-d, KlEstimator.K1.value(-3, d - 3), 1e-15);
    assertEquals(d, KlEstimator.K1_CLAMPED.value(d - 3, -3), 1e-15);
    assertEquals(0, KlEstimator.K1_CLAMPED.value(-3, d - 3));
    assertEquals(d * d / 2, KlEstimator.K2.value(-3, d - 3), 1e-15);
    assertEquals(d - 0.5, KlEstimator.K3.value(d - 3, -3), 1e-15);
    assertEquals(1 - d, KlEstimator.K3.value(-3, d - 3), 1e-15);
  }

  @Test
  void k3_nearAgreement_keepsItsDigits() {
    double d = 1e-6;
    assertEquals(d * d / 2 - d * d * d / 6, KlEstimator.K3.value(d, 0), 1e-22 * 10);
    assertEquals(d - d * d / 2, KlEstimator.K3.derivative(d, 0), 1e-18);
    for (double tiny = 1; tiny > 1e-300; tiny /= 3) {
      assertTrue(KlEstimator.K3.value(tiny, 0) >= 0);
      assertTrue(KlEstimator.K3.value(-tiny, 0) >= 0);
    }
  }

  @ParameterizedTest
  @EnumSource(KlEstimator.class)
  void value_sameLogProbabilities_isExactlyZero(KlEstimator estimator) {
    assertEquals(0.0, estimator.value(-0.3, -0.3));
    assertEquals(0.0, estimator.value(-87.25, -87.25));
    assertEquals(estimator == KlEstimator.K1 ? 1.0 : 0.0, estimator.derivative(-0.3, -0.3));
  }

  @Test
  void perToken_leavesOutWhatDoesNotCount() {
    float nan = Float.NaN;
    FloatMatrix logProbs = FloatMatrix.of(2, 3, -1, nan, -2, nan, nan, -4);
    FloatMatrix references = FloatMatrix.of(2, 3, -2, nan, -1.5f, 5, nan, nan);
    ValidTokens mask = ValidTokens.of(2, 3, true, false, true, false, false, false);
    assertEquals(
        FloatMatrix.of(2, 3, 1, 0, -0.5f, 0, 0, 0),
        KlEstimator.K1.perToken(logProbs, references, mask));
    assertEquals(
        FloatMatrix.of(2, 3, 1, 0, 0, 0, 0, 0),
        KlEstimator.K1_CLAMPED.perToken(logProbs, references, mask));
  }

  @Test
  void perToken_badInput_namesWhatAndWhere() {
    ValidTokens mask = ValidTokens.all(1, 2);
    FloatMatrix fine = FloatMatrix.of(1, 2, -1, -2);
    FloatMatrix bad = FloatMatrix.of(1, 2, -1, Float.NEGATIVE_INFINITY);
    assertMessage(
        "log-probabilities[0, 1]: expected a finite number, found -Infinity",
        () -> KlEstimator.K1.perToken(bad, fine, mask));
    assertMessage(
        "reference log-probabilities[0, 1]: expected a finite number, found -Infinity",
        () -> KlEstimator.K1.perToken(fine, bad, mask));
    assertMessage(
        "KL estimates[0, 1]: expected a finite number, found Infinity",
        () -> KlEstimator.K3.perToken(FloatMatrix.of(1, 2, -1, -100), fine, mask));
    assertEquals(
        "reference log-probabilities: expected float32[1, 2], found float32[2, 1]",
        assertThrows(
                IllegalArgumentException.class,
                () -> KlEstimator.K1.perToken(fine, FloatMatrix.of(2, 1, 0, 0), mask))
            .getMessage());
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(NonFiniteException.class, action::run).getMessage());
  }
}

package io.github.salmon4j.core.calibration;

import static io.github.salmon4j.core.calibration.Labels.CONCISE;
import static io.github.salmon4j.core.calibration.Labels.label;
import static io.github.salmon4j.core.calibration.Scaling.NONE;
import static io.github.salmon4j.core.calibration.Scaling.STANDARD_DEVIATION;
import static io.github.salmon4j.core.calibration.Scaling.VARIANCE;
import static io.github.salmon4j.core.calibration.SwapPolicy.AGREE_ELSE_ZERO;
import static io.github.salmon4j.core.calibration.SwapPolicy.MEAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringTest {

  private static double score(
      SwapPolicy policy, Scaling scaling, double d12, double d21, double variance) {
    return new Scoring(policy, scaling, 0).score(label(0, CONCISE, d12, d21), variance);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1.5, 1.5",
    "-3, -1, -2, -2",
    "-.5, .7, 0, .1",
    ".7, -.5, 0, .1",
    "0, 2, 0, 1",
    "-2, 0, 0, -1",
    "0, 0, 0, 0",
    "1, -1, 0, 0"
  })
  void swapPolicy_zeroesOrAverages(double d12, double d21, double agreeing, double mean) {
    assertEquals(agreeing, score(AGREE_ELSE_ZERO, NONE, d12, d21, 9), 1e-15);
    assertEquals(mean, score(MEAN, NONE, d12, d21, 9), 1e-15);
  }

  @Test
  void score_releasedExample_dividesByVariance() {
    assertEquals(0.375, score(AGREE_ELSE_ZERO, VARIANCE, 2, 1, 4));
    assertEquals(0, score(AGREE_ELSE_ZERO, VARIANCE, -0.5, 0.7, 1));
    assertEquals(-2, score(AGREE_ELSE_ZERO, VARIANCE, -3, -1, 1));
    assertEquals(0.75, score(AGREE_ELSE_ZERO, STANDARD_DEVIATION, 2, 1, 4));
    assertEquals(1.5, score(AGREE_ELSE_ZERO, NONE, 2, 1, 4));
  }

  @Test
  void score_varianceZero_isZeroUnlessNothingIsDivided() {
    assertEquals(0, score(MEAN, VARIANCE, 2, 2, 0));
    assertEquals(0, score(MEAN, STANDARD_DEVIATION, 2, 2, 0));
    assertEquals(2, score(MEAN, NONE, 2, 2, 0));
  }

  @Test
  void score_isNeverNegativeZero() {
    assertEquals(Double.valueOf(0), score(MEAN, NONE, -0.0, -0.0, 1));
    assertEquals(Double.valueOf(0), score(AGREE_ELSE_ZERO, VARIANCE, -0.0, -0.0, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void minimum_outOfRange_isRejected(double minimum) {
    assertEquals(
        "minimum score: expected a finite number of 0 or more, found " + minimum,
        assertThrows(IllegalArgumentException.class, () -> new Scoring(MEAN, NONE, minimum))
            .getMessage());
  }
}

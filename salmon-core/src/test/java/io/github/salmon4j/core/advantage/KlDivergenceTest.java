package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import org.junit.jupiter.api.Test;

class KlDivergenceTest {

  private static final float NONE = Float.NEGATIVE_INFINITY;

  private static float log(double probability) {
    return (float) Math.log(probability);
  }

  @Test
  void exact_byHand() {
    FloatMatrix p = FloatMatrix.of(2, 2, log(0.5), log(0.5), log(0.75), log(0.25));
    FloatMatrix q = FloatMatrix.of(2, 2, log(0.25), log(0.75), log(0.75), log(0.25));
    double first = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    assertArrayEquals(new double[] {first, 0}, KlDivergence.exact(p, q), 1e-7);
  }

  @Test
  void exact_logitsOfAnyLevel_areNormalized() {
    FloatMatrix p = FloatMatrix.of(1, 2, 1000, 1000);
    FloatMatrix q = FloatMatrix.of(1, 2, -3000, log(3) - 3000);
    double expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    assertArrayEquals(new double[] {expected}, KlDivergence.exact(p, q), 1e-4);
  }

  @Test
  void exact_sameDistribution_isExactlyZero() {
    FloatMatrix p = FloatMatrix.of(1, 4, 0.3f, -7.1f, 2.2f, NONE);
    assertArrayEquals(new double[] {0}, KlDivergence.exact(p, p), 0);
  }

  @Test
  void exact_impossibleUnderThePolicy_addsNothing() {
    FloatMatrix p = FloatMatrix.of(1, 3, 0, 0, NONE);
    FloatMatrix q = FloatMatrix.of(1, 3, 0, 0, 0);
    assertArrayEquals(new double[] {Math.log(1.5)}, KlDivergence.exact(p, q), 1e-15);
    assertArrayEquals(new double[] {0}, KlDivergence.exact(p, p), 0);
  }

  @Test
  void exact_badInput_namesWhatAndWhere() {
    FloatMatrix fine = FloatMatrix.of(1, 2, 0, 0);
    FloatMatrix half = FloatMatrix.of(1, 2, 0, NONE);
    assertNonFinite("reference distributions[0, 1]: ", "-Infinity", fine, half);
    assertNonFinite("policy distributions[0, 1]: ", "NaN", FloatMatrix.of(1, 2, 0, 0f / 0), fine);
    assertNonFinite(
        "policy distributions[0, 0]: ", "Infinity", FloatMatrix.of(1, 2, 1f / 0, 0), fine);
    assertNonFinite(
        "reference distributions[0, 0]: ", "-Infinity", fine, FloatMatrix.of(1, 2, NONE, NONE));
    assertEquals(
        "reference distributions: expected float32[1, 2], found float32[2, 1]",
        assertThrows(
                IllegalArgumentException.class,
                () -> KlDivergence.exact(fine, FloatMatrix.of(2, 1, 0, 0)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> KlDivergence.exact(fine, FloatMatrix.of(1, 3, 0, 0, 0)));
  }

  private static void assertNonFinite(
      String where, String found, FloatMatrix policy, FloatMatrix reference) {
    assertEquals(
        where + "expected a finite number, found " + found,
        assertThrows(NonFiniteException.class, () -> KlDivergence.exact(policy, reference))
            .getMessage());
  }

  @Test
  void meanPerSequence_sumsTokensAndAveragesResponses() {
    FloatMatrix kl = FloatMatrix.of(3, 2, 1, 2, 9, 9, 5, Float.NaN);
    ValidTokens mask = ValidTokens.ofLengths(new int[] {2, 0, 1}, 2);
    assertEquals(4, KlDivergence.meanPerSequence(kl, mask));
    ValidTokens none = ValidTokens.ofLengths(new int[] {0, 0, 0}, 2);
    assertEquals(0, KlDivergence.meanPerSequence(kl, none));
    assertThrows(
        NonFiniteException.class, () -> KlDivergence.meanPerSequence(kl, ValidTokens.all(3, 2)));
  }
}

package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteningTest {

  private static final float NAN = Float.NaN;
  private static final ValidTokens MASK = ValidTokens.ofLengths(new int[] {2, 0, 1}, 2);
  private static final FloatMatrix VALUES = FloatMatrix.of(3, 2, 1, 4, NAN, NAN, 7, 100);

  /** Every choice, with an epsilon that shows and with none. */
  static Stream<Whitening.Standard> conventions() {
    return Arrays.stream(Whitening.Mean.values())
        .flatMap(
            m ->
                Arrays.stream(Whitening.Variance.values())
                    .flatMap(
                        v ->
                            Arrays.stream(Whitening.Epsilon.values())
                                .flatMap(
                                    e ->
                                        Stream.of(0.0, 1e-8, 0.25)
                                            .map(
                                                epsilon ->
                                                    new Whitening.Standard(m, v, e, epsilon)))));
  }

  @Test
  void statistics_byHand() {
    MaskedStatistics statistics = MaskedStatistics.of(VALUES, MASK);
    assertEquals(new MaskedStatistics(3, 4, 6), statistics);
    assertEquals(9, statistics.sampleVariance());
  }

  @Test
  void statistics_fewerThanTwo_areZero() {
    ValidTokens none = ValidTokens.ofLengths(new int[3], 2);
    assertEquals(new MaskedStatistics(0, 0, 0), MaskedStatistics.of(VALUES, none));
    assertEquals(0, MaskedStatistics.of(VALUES, none).sampleVariance());
    ValidTokens one = ValidTokens.ofLengths(new int[] {0, 0, 1}, 2);
    assertEquals(new MaskedStatistics(1, 7, 0), MaskedStatistics.of(VALUES, one));
    assertEquals(0, MaskedStatistics.of(VALUES, one).sampleVariance());
  }

  @Test
  void statistics_largeMeanSmallSpread_keepTheirDigits() {
    MaskedStatistics statistics = MaskedStatistics.of(1e9, 1e9 + 1, 1e9 + 2);
    assertEquals(1e9 + 1, statistics.mean());
    assertEquals(2.0 / 3, statistics.variance(), 1e-15);
  }

  @ParameterizedTest
  @MethodSource("conventions")
  void whiten_byHand(Whitening.Standard convention) {
    double variance = convention.variance() == Whitening.Variance.SAMPLE ? 9 : 6;
    double divisor =
        convention.epsilonPlace() == Whitening.Epsilon.INSIDE_ROOT
            ? Math.sqrt(variance + convention.epsilon())
            : Math.sqrt(variance) + convention.epsilon();
    double shift = convention.mean() == Whitening.Mean.KEPT ? 4 : 0;
    double[] expected = {-3 / divisor + shift, shift, 0, 0, 3 / divisor + shift, 0};
    Golden.assertMatrix(expected, convention.whiten(VALUES, MASK), MASK, 1e-7);
  }

  @ParameterizedTest
  @MethodSource("conventions")
  void whiten_withoutSpread_isTheMeanOrZero(Whitening.Standard convention) {
    float kept = convention.mean() == Whitening.Mean.KEPT ? 0.1f : 0;
    ValidTokens mask = ValidTokens.ofLengths(new int[] {3, 2}, 3);
    assertEquals(
        FloatMatrix.of(2, 3, kept, kept, kept, kept, kept, 0),
        convention.whiten(FloatMatrix.of(2, 3, .1f, .1f, .1f, .1f, .1f, NAN), mask));
    ValidTokens one = ValidTokens.of(2, 3, false, true, false, false, false, false);
    assertEquals(
        FloatMatrix.of(2, 3, 0, kept, 0, 0, 0, 0),
        convention.whiten(FloatMatrix.of(2, 3, NAN, .1f, NAN, NAN, NAN, 9), one));
    ValidTokens none = ValidTokens.ofLengths(new int[2], 3);
    FloatMatrix zero = FloatMatrix.of(2, 3, new float[6]);
    assertEquals(zero, convention.whiten(FloatMatrix.of(2, 3, NAN, 1, 2, 3, 4, 5), none));
  }

  @Test
  void none_leavesWhatCountsAndClearsTheRest() {
    assertEquals(FloatMatrix.of(3, 2, 1, 4, 0, 0, 7, 0), Whitening.NONE.whiten(VALUES, MASK));
  }

  @Test
  void whiten_badInput_namesWhatAndWhere() {
    ValidTokens all = ValidTokens.all(3, 2);
    for (Whitening whitening : new Whitening[] {Whitening.NONE, Whitening.SALMON}) {
      assertEquals(
          "values[1, 0]: expected a finite number, found NaN",
          assertThrows(NonFiniteException.class, () -> whitening.whiten(VALUES, all)).getMessage());
      assertEquals(
          "values: expected float32[1, 1], found float32[3, 2]",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> whitening.whiten(VALUES, ValidTokens.all(1, 1)))
              .getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-8, Double.NaN, Double.POSITIVE_INFINITY})
  void epsilon_outOfRange_isRejected(double epsilon) {
    assertEquals(
        "epsilon: expected a finite number of 0 or more, found " + epsilon,
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Whitening.Standard(
                        Whitening.Mean.KEPT,
                        Whitening.Variance.SAMPLE,
                        Whitening.Epsilon.INSIDE_ROOT,
                        epsilon))
            .getMessage());
  }
}

package io.github.salmon4j.core.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenLossTest {

  /** Rows of 3, 0 and 1 tokens in 4 columns. */
  private static final ValidTokens MASK = ValidTokens.ofLengths(new int[] {3, 0, 1}, 4);

  @Test
  void weights_matchTheirDenominators() {
    assertEquals(1.0 / 4, Aggregation.TOKEN_MEAN.weights(MASK).get(0, 0));
    assertEquals(1.0 / 6, Aggregation.SEQUENCE_MEAN.weights(MASK).get(0, 2));
    assertEquals(1.0 / 2, Aggregation.SEQUENCE_MEAN.weights(MASK).get(2, 0));
    assertEquals(1.0 / 2, Aggregation.SEQUENCE_SUM.weights(MASK).get(0, 1));
    assertEquals(1.0 / 12, Aggregation.SLOT_MEAN.weights(MASK).get(2, 0));
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void weights_areZeroExactlyWhereNothingCounts(Aggregation aggregation) {
    TokenWeights weights = aggregation.weights(MASK);
    for (int b = 0; b < 3; b++) {
      for (int t = 0; t < 4; t++) {
        assertEquals(MASK.counts(b, t), weights.get(b, t) > 0);
      }
    }
    ValidTokens none = ValidTokens.ofLengths(new int[] {0, 0}, 3);
    assertEquals(0, aggregation.weights(none).get(1, 2));
    assertEquals(0, aggregation.weights(ValidTokens.all(0, 0)).mask().count());
  }

  @Test
  void proportionalTo_sumsToOne() {
    FloatMatrix importance =
        FloatMatrix.of(3, 4, 1, 0, 2, Float.NaN, -1, 9, 9, 9, 5, Float.NaN, 0, 0);
    TokenWeights weights = TokenWeights.proportionalTo(MASK, importance);
    assertEquals(1.0 / 8, weights.get(0, 0));
    assertEquals(0, weights.get(0, 1));
    assertEquals(2.0 / 8, weights.get(0, 2));
    assertEquals(5.0 / 8, weights.get(2, 0));
    assertEquals(0, weights.get(1, 1));
  }

  @Test
  void proportionalTo_negativeOrAllZero_isRejected() {
    ValidTokens mask = ValidTokens.all(1, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenWeights.proportionalTo(mask, FloatMatrix.of(1, 2, 1, -1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenWeights.proportionalTo(mask, FloatMatrix.of(1, 2, 0, 0)));
    assertThrows(
        NonFiniteException.class,
        () -> TokenWeights.proportionalTo(mask, FloatMatrix.of(1, 2, 0, Float.NaN)));
  }

  @Test
  void likelihood_isTheMeanNegativeLogProbability() {
    FloatMatrix logProbs =
        FloatMatrix.of(3, 4, -1, -2, -4, Float.NaN, 7, 7, 7, 7, -0.5f, 9, Float.NaN, 9);
    Loss loss = TokenLikelihood.loss(logProbs, Aggregation.TOKEN_MEAN.weights(MASK));
    assertEquals(7.5 / 4, loss.value(), 1e-15);
    assertEquals(
        FloatMatrix.of(3, 4, -.25f, -.25f, -.25f, 0, 0, 0, 0, 0, -.25f, 0, 0, 0), loss.gradient());
  }

  @Test
  void likelihood_badInput_namesWhatAndWhere() {
    TokenWeights weights = Aggregation.TOKEN_MEAN.weights(MASK);
    FloatMatrix infinite =
        FloatMatrix.of(3, 4, -1, Float.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertEquals(
        "log-probabilities[0, 1]: expected a finite number, found -Infinity",
        assertThrows(NonFiniteException.class, () -> TokenLikelihood.loss(infinite, weights))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenLikelihood.loss(FloatMatrix.of(1, 1, -1), weights));
    assertThrows(IndexOutOfBoundsException.class, () -> weights.get(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> weights.get(3, 0));
  }

  @Property(tries = 100)
  void likelihood_splitIntoParts_addsUpToTheWhole(
      @ForAll Aggregation aggregation,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int part) {
    Random random = new Random(seed);
    int[] lengths = random.ints(8, 0, 6).toArray();
    ValidTokens mask = ValidTokens.ofLengths(lengths, 5);
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) -random.nextDouble();
    }
    FloatMatrix logProbs = FloatMatrix.of(8, 5, values);
    TokenWeights weights = aggregation.weights(mask);
    Loss whole = TokenLikelihood.loss(logProbs, weights);
    double sum = 0;
    for (int from = 0; from < 8; from += part) {
      int[] rows = java.util.stream.IntStream.range(from, Math.min(8, from + part)).toArray();
      Loss piece = TokenLikelihood.loss(logProbs.select(rows, 5), weights.select(rows, 5));
      assertEquals(whole.gradient().select(rows, 5), piece.gradient());
      sum += piece.value();
    }
    assertEquals(whole.value(), sum, 1e-12);
    assertTrue(whole.value() >= 0);
  }
}

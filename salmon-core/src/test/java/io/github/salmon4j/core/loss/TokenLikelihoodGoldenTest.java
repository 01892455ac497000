package io.github.salmon4j.core.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Against torch and transformers: make_likelihood.py says how. */
class TokenLikelihoodGoldenTest {

  /** Sums of doubles in another order. */
  private static final double SUM = 1e-14;

  /** Log-probabilities rounded to float32, relative. */
  private static final double ROUNDED = 1e-7;

  @ParameterizedTest
  @MethodSource("cases")
  void tokenMean_equalsTorch(Case golden) {
    assertLoss(golden.token(), Aggregation.TOKEN_MEAN, golden);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sequenceMean_equalsTorch(Case golden) {
    assertLoss(golden.sequence(), Aggregation.SEQUENCE_MEAN, golden);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokenMean_equalsTransformersCrossEntropyOfTheLogits(Case golden) {
    double loss = golden.loss(Aggregation.TOKEN_MEAN).value();
    assertEquals(golden.crossEntropy(), loss, ROUNDED * golden.crossEntropy());
  }

  private static void assertLoss(Expected expected, Aggregation aggregation, Case golden) {
    Loss loss = golden.loss(aggregation);
    assertEquals(expected.loss(), loss.value(), SUM * expected.loss());
    FloatMatrix gradient = golden.matrix(expected.gradient());
    assertEquals(gradient, loss.gradient());
  }

  static Stream<Case> cases() throws IOException {
    String file = "/golden/loss/likelihood.json";
    try (InputStream json = TokenLikelihoodGoldenTest.class.getResourceAsStream(file)) {
      Objects.requireNonNull(json, file);
      return new JsonMapper().readValue(json, new TypeReference<List<Case>>() {}).stream();
    }
  }

  record Expected(double loss, List<Double> gradient) {}

  record Case(
      String name,
      int columns,
      List<Integer> lengths,
      List<Double> logProbs,
      Expected token,
      Expected sequence,
      double crossEntropy) {

    Loss loss(Aggregation aggregation) {
      int[] counts = lengths.stream().mapToInt(n -> n).toArray();
      TokenWeights weights = aggregation.weights(ValidTokens.ofLengths(counts, columns));
      return TokenLikelihood.loss(matrix(logProbs), weights);
    }

    /** The numbers as floats, except that -0 becomes 0. */
    FloatMatrix matrix(List<Double> numbers) {
      float[] floats = new float[numbers.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = numbers.get(i).floatValue() + 0f;
      }
      return FloatMatrix.of(lengths.size(), columns, floats);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

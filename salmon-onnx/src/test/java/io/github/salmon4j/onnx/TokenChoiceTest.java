package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.GenerationSettings;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frequencies of drawn tokens against the distribution that the settings describe. */
class TokenChoiceTest {

  private static final int DRAWS = 20_000;

  /** Log-probabilities of 0.4, 0.05, 0.3, 0.15, 0.1, all moved by the same number. */
  private static final float[] LOGITS = logits(0.4, 0.05, 0.3, 0.15, 0.1);

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (Math.log(probabilities[i]) + 7);
    }
    return logits;
  }

  private static TokenChoice choice(double temperature, double topP, int topK, long seed) {
    GenerationSettings settings =
        new GenerationSettings(1, temperature, topP, topK, Set.of(), Set.of());
    return new TokenChoice(settings, new SplittableRandom(seed));
  }

  private static double[] normalized(double... weights) {
    double sum = DoubleStream.of(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private static double[] roots(double... weights) {
    return normalized(Arrays.stream(weights).map(Math::sqrt).toArray());
  }

  static Stream<Arguments> distributions() {
    return Stream.of(
        Arguments.of(1.0, 1.0, 0, normalized(0.4, 0.05, 0.3, 0.15, 0.1)),
        Arguments.of(0.5, 1.0, 0, normalized(0.16, 0.0025, 0.09, 0.0225, 0.01)),
        Arguments.of(2.0, 1.0, 0, roots(0.4, 0.05, 0.3, 0.15, 0.1)),
        Arguments.of(1.0, 1.0, 2, normalized(0.4, 0, 0.3, 0, 0)),
        Arguments.of(1.0, 1.0, 99, normalized(0.4, 0.05, 0.3, 0.15, 0.1)),
        Arguments.of(1.0, 0.6, 0, normalized(0.4, 0, 0.3, 0, 0)),
        Arguments.of(1.0, 0.75, 0, normalized(0.4, 0, 0.3, 0.15, 0)),
        Arguments.of(1.0, 0.9, 0, normalized(0.4, 0, 0.3, 0.15, 0.1)),
        // Top-p counts what top-k leaves: 0.4, 0.3 and 0.15 of 0.85, of which two make 0.82.
        Arguments.of(1.0, 0.8, 3, normalized(0.4, 0, 0.3, 0, 0)),
        Arguments.of(1.0, 0.01, 0, normalized(1, 0, 0, 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void choose_manyDraws_followTheDistribution(
      double temperature, double topP, int topK, double[] expected) {
    TokenChoice choice = choice(temperature, topP, topK, 1);
    int[] counts = new int[expected.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[choice.choose(LOGITS).token()]++;
    }
    double chiSquare = 0;
    for (int token = 0; token < counts.length; token++) {
      if (expected[token] == 0) {
        assertEquals(0, counts[token], "token " + token + " was taken away");
      } else {
        double mean = DRAWS * expected[token];
        chiSquare += (counts[token] - mean) * (counts[token] - mean) / mean;
      }
    }
    assertTrue(chiSquare < 23.5, "4 degrees of freedom exceed 23.5 once in 10,000: " + chiSquare);
  }

  @Test
  void choose_anySettings_logsTheUncutDistributionAtTheTemperature() {
    TokenChoice.Chosen cut = choice(1, 0.5, 2, 1).choose(LOGITS);
    assertEquals(cut.token() == 0 ? Math.log(0.4) : Math.log(0.3), cut.logProb(), 1e-6);
    TokenChoice.Chosen cold = choice(0.5, 0.01, 0, 1).choose(LOGITS);
    assertEquals(0, cold.token());
    assertEquals(Math.log(0.16 / 0.285), cold.logProb(), 1e-6);
  }

  @Test
  void choose_temperatureZero_takesTheLikeliestAndLogsTemperatureOne() {
    TokenChoice.Chosen chosen = choice(0, 1, 0, 1).choose(LOGITS);
    assertEquals(0, chosen.token());
    assertEquals(Math.log(0.4), chosen.logProb(), 1e-6);
  }

  @Test
  void choose_tie_takesTheFirst() {
    assertEquals(1, choice(0, 1, 0, 1).choose(new float[] {1, 3, 3, 2}).token());
    assertEquals(1, choice(1, 1, 1, 1).choose(new float[] {1, 3, 3, 2}).token());
  }

  @Test
  void choose_hugeLogits_doesNotOverflow() {
    TokenChoice.Chosen chosen = choice(0.01, 1, 0, 1).choose(new float[] {3e4f, -3e4f, 2e4f});
    assertEquals(0, chosen.token());
    assertEquals(0, chosen.logProb());
  }

  @Test
  void choose_sameSeed_drawsTheSame() {
    TokenChoice first = choice(1, 1, 0, 5);
    TokenChoice second = choice(1, 1, 0, 5);
    for (int i = 0; i < 100; i++) {
      assertEquals(first.choose(LOGITS), second.choose(LOGITS));
    }
  }

  @Test
  void choose_logitsNoNumbers_isRefused() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int place = 0; place < 3; place++) {
        float[] logits = {1, 2, 3};
        logits[place] = wrong;
        assertThrows(IllegalStateException.class, () -> choice(0, 1, 0, 1).choose(logits));
        assertThrows(IllegalStateException.class, () -> choice(1, 1, 0, 1).choose(logits));
      }
    }
  }
}

package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.GenerationSettings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** A choice that draws from a generator of its own. */
  private record Draws(TokenChoice choice, RandomGenerator random) {

    TokenChoice.Chosen choose(float[] logits) {
      return choice.choose(logits, random);
    }
  }

  private static Draws choice(double temperature, double topP, int topK, long seed) {
    return new Draws(choice(temperature, topP, topK), new SplittableRandom(seed));
  }

  private static TokenChoice choice(double temperature, double topP, int topK) {
    return new TokenChoice(new GenerationSettings(1, temperature, topP, topK, Set.of(), Set.of()));
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
        Arguments.of(1.0, 0.01, 0, normalized(1, 0, 0, 0, 0)),
        // All three: 4 roots of which the first three make 0.82.
        Arguments.of(2.0, 0.8, 4, roots(0.4, 0, 0.3, 0.15, 0)));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void choose_manyDraws_followTheDistribution(
      double temperature, double topP, int topK, double[] expected) {
    Draws choice = choice(temperature, topP, topK, 1);
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

  /** A generator of one number. */
  private static RandomGenerator always(double uniform) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("draws a double only");
      }

      @Override
      public double nextDouble() {
        return uniform;
      }
    };
  }

  /** Evenly spread numbers in place of random ones find each token as often as it is likely. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "0.3, 1, 0",
    "1, 0.9, 0",
    "1, 0.2, 0",
    "1, 1, 7",
    "1.7, 0.5, 40",
    "1, 0.999, 999"
  })
  void choose_evenlySpreadNumbers_followTheDistribution(double temperature, double topP, int topK) {
    Random random = new Random(3);
    float[] logits = new float[1000];
    for (int id = 0; id < logits.length; id++) {
      logits[id] = (float) (2 * random.nextGaussian());
    }
    logits[17] = logits[4];
    double[] expected = distribution(logits, temperature, topP, topK);
    TokenChoice choice = choice(temperature, topP, topK);
    int draws = 50_000;
    int[] counts = new int[logits.length];
    for (int i = 0; i < draws; i++) {
      counts[choice.choose(logits, always((i + 0.5) / draws)).token()]++;
    }
    for (int id = 0; id < logits.length; id++) {
      assertEquals(expected[id] * draws, counts[id], 1.01, "token " + id);
    }
  }

  /** By sorting everything. */
  private static double[] distribution(float[] logits, double temperature, double topP, int topK) {
    double[] all = new double[logits.length];
    for (int id = 0; id < all.length; id++) {
      all[id] = Math.exp(logits[id] / temperature);
    }
    List<Integer> order =
        IntStream.range(0, all.length)
            .boxed()
            .sorted(Comparator.comparingDouble(id -> -logits[id]))
            .limit(topK == 0 ? all.length : topK)
            .toList();
    double mass = order.stream().mapToDouble(id -> all[id]).sum();
    double[] kept = new double[all.length];
    double sum = 0;
    for (int id : order) {
      if (sum < topP * mass) {
        kept[id] = all[id];
        sum += all[id];
      }
    }
    return normalized(kept);
  }

  @Test
  void choose_ends_takeNoTokenWithoutWeight() {
    float[] logits = {-3e38f, 1, -3e38f, 1.5f, -3e38f};
    double largest = Math.nextDown(1.0);
    for (int topK : new int[] {0, 4}) {
      TokenChoice choice = choice(1, 1, topK);
      assertEquals(topK == 0 ? 1 : 3, choice.choose(logits, always(0)).token());
      assertEquals(topK == 0 ? 3 : 1, choice.choose(logits, always(largest)).token());
    }
  }

  @Test
  void choose_greedy_drawsNothing() {
    assertEquals(0, choice(0, 1, 0).choose(LOGITS, always(Double.NaN)).token());
  }

  @Test
  void choose_vocabularyOfAnotherSize_isFine() {
    TokenChoice choice = choice(1, 1, 0);
    assertEquals(1, choice.choose(new float[] {0, 60}, always(0.5)).token());
    assertEquals(2, choice.choose(new float[] {0, 0, 60}, always(0.5)).token());
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
    Draws first = choice(1, 1, 0, 5);
    Draws second = choice(1, 1, 0, 5);
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
        assertThrows(ArithmeticException.class, () -> choice(0, 1, 0, 1).choose(logits));
        assertThrows(ArithmeticException.class, () -> choice(1, 1, 0, 1).choose(logits));
      }
    }
  }
}

package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers from the tests of other projects; each entry of the file names its own. */
class PublishedVectorsGoldenTest {

  private static final JsonNode PUBLISHED = Golden.json("published.json");

  private static JsonNode vector(String name) {
    return PUBLISHED
        .valueStream()
        .filter(vector -> vector.get("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"gae_rlax_lambda_1.0, 0", "gae_rlax_lambda_1.0, 1", "gae_rlax_lambda_0.7, 0"})
  @CsvSource({"gae_rlax_lambda_0.7, 1", "gae_tf_agents, -1"})
  void recursion_discountsPerStepAndBootstrap_equalsPublished(String name, int row) {
    JsonNode vector = vector(name);
    JsonNode inputs = vector.get("inputs");
    double[] rewards = row(inputs.get("rewards"), row);
    double[] values = row(inputs.get("values_T_plus_1"), row);
    double[] discounts = row(inputs.get("discounts"), row);
    GeneralizedAdvantage.Row tokens = new GeneralizedAdvantage.Row(rewards.length);
    tokens.length = rewards.length;
    System.arraycopy(rewards, 0, tokens.rewards, 0, rewards.length);
    System.arraycopy(values, 0, tokens.values, 0, values.length);
    System.arraycopy(discounts, 0, tokens.discounts, 0, discounts.length);
    tokens.estimate(inputs.get("lambda").doubleValue());
    assertArrayEquals(
        row(vector.get("expected").get("advantages"), row),
        tokens.advantages,
        vector.get("atol").doubleValue());
  }

  private static double[] row(JsonNode matrix, int row) {
    return Golden.numbers(row < 0 ? matrix : matrix.get(row));
  }

  @Test
  void generalizedAdvantage_equalsNemo() {
    JsonNode vector = vector("gae_nemo_aligner_lambda0");
    JsonNode inputs = vector.get("inputs");
    ValidTokens mask = ValidTokens.all(1, 4);
    Advantages found =
        new GeneralizedAdvantage(
                inputs.get("gamma").doubleValue(), inputs.get("lambda").doubleValue())
            .estimate(
                Golden.matrix(inputs.get("rewards"), 1, 4),
                Golden.matrix(inputs.get("values"), 1, 4),
                mask);
    double[] advantages = Golden.numbers(vector.get("expected").get("advantages"));
    double[] returns = Golden.numbers(vector.get("expected").get("returns"));
    Golden.assertMatrix(advantages, found.advantages(), mask, 0);
    Golden.assertMatrix(returns, found.returns(), mask, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"K1", "K2", "K3"})
  void estimators_equalNemo(String name) {
    JsonNode vector = vector("kl_estimators_nemo");
    FloatMatrix found =
        KlEstimator.valueOf(name)
            .perToken(
                Golden.matrix(vector.get("inputs").get("logprobs"), 1, 3),
                Golden.matrix(vector.get("inputs").get("ref_logprobs"), 1, 3),
                ValidTokens.all(1, 3));
    double[] expected = Golden.numbers(vector.get("expected").get(name.toLowerCase(Locale.ROOT)));
    for (int t = 0; t < 3; t++) {
      assertEquals(expected[t], found.get(0, t), vector.get("atol").doubleValue());
    }
  }

  @Test
  void maskedMean_equalsOpenInstruct() {
    JsonNode vector = vector("masked_mean_open_instruct");
    FloatMatrix values = Golden.matrix(vector.get("inputs").get("values"), 2, 3);
    double[] numbers = Golden.numbers(vector.get("inputs").get("mask"));
    boolean[] counts = new boolean[6];
    for (int i = 0; i < 6; i++) {
      counts[i] = numbers[i] == 1;
    }
    ValidTokens mask = ValidTokens.of(2, 3, counts);
    JsonNode expected = vector.get("expected");
    assertEquals(
        expected.get("all").doubleValue(), MaskedStatistics.of(values, mask).mean(), 1e-15);
    double meanOfRows = 0;
    for (int b = 0; b < 2; b++) {
      int[] row = {b};
      meanOfRows += MaskedStatistics.of(values.select(row, 3), mask.select(row, 3)).mean() / 2;
    }
    assertEquals(expected.get("axis1_mean_of_row_means").doubleValue(), meanOfRows, 1e-15);
  }

  @Test
  void file_equalsTheSharedCollection() {
    Path file = Path.of(System.getProperty("salmon4j.shared.data", "none"), "vectors.json");
    assumeTrue(Files.isRegularFile(file), () -> "no shared data: " + file);
    JsonNode shared = JsonMapper.shared().readTree(file);
    for (JsonNode vector : PUBLISHED) {
      assertEquals(1, shared.valueStream().filter(vector::equals).count(), vector.toString());
    }
  }
}

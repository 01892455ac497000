package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Everything against torch, numpy and TRL, on one batch with gaps in its mask. */
class AdvantageGoldenTest {

  /** One rounding to float of numbers computed in double, on either side. */
  private static final double STORED = 1e-7;

  /** Rounded to float between the steps, here and not there. */
  private static final double CHAINED = 1e-6;

  private static final JsonNode GOLDEN = Golden.json("estimates.json");
  private static final int ROWS = GOLDEN.get("shape").get(0).intValue();
  private static final int COLUMNS = GOLDEN.get("shape").get(1).intValue();
  private static final ValidTokens MASK = Golden.mask(GOLDEN.get("mask"), ROWS, COLUMNS);

  private static FloatMatrix input(String name) {
    return Golden.matrix(GOLDEN.get(name), ROWS, COLUMNS);
  }

  @ParameterizedTest
  @EnumSource(KlEstimator.class)
  void estimator_equalsTorchAndItsAutograd(KlEstimator estimator) {
    JsonNode expected = GOLDEN.get("kl").get(estimator.name());
    double[] values = Golden.numbers(expected.get("value"));
    double[] derivatives = Golden.numbers(expected.get("derivative"));
    double[] logProbs = Golden.numbers(GOLDEN.get("logProbs"));
    double[] references = Golden.numbers(GOLDEN.get("references"));
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        // torch takes 1 from a number near 1, so its own error is absolute
        double tolerance = 1e-15 * (1 + 2 * Math.exp(Math.abs(references[i] - logProbs[i])));
        assertEquals(values[i], estimator.value(logProbs[i], references[i]), tolerance);
        assertEquals(derivatives[i], estimator.derivative(logProbs[i], references[i]), tolerance);
      }
    }
    FloatMatrix found = estimator.perToken(input("logProbs"), input("references"), MASK);
    Golden.assertMatrix(values, found, MASK, STORED);
  }

  @Test
  void exactKl_equalsTorch() {
    JsonNode golden = GOLDEN.get("exactKl");
    int rows = golden.get("shape").get(0).intValue();
    int vocabulary = golden.get("shape").get(1).intValue();
    assertArrayEquals(
        Golden.numbers(golden.get("divergences")),
        KlDivergence.exact(
            Golden.matrix(golden.get("policy"), rows, vocabulary),
            Golden.matrix(golden.get("reference"), rows, vocabulary)),
        1e-13);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void generalizedAdvantage_equalsNumpy(int index) {
    JsonNode golden = GOLDEN.get("gae").get(index);
    Advantages found =
        new GeneralizedAdvantage(
                golden.get("gamma").doubleValue(), golden.get("lambda").doubleValue())
            .estimate(input("rewards"), input("values"), MASK);
    Golden.assertMatrix(Golden.numbers(golden.get("advantages")), found.advantages(), MASK, STORED);
    Golden.assertMatrix(Golden.numbers(golden.get("returns")), found.returns(), MASK, STORED);
  }

  @Test
  void whitening_everyConvention_equalsTorch() {
    int compared = 0;
    for (Map.Entry<String, JsonNode> entry : GOLDEN.get("whitening").properties()) {
      JsonNode golden = entry.getValue();
      Whitening convention = convention(golden);
      Golden.assertMatrix(
          Golden.numbers(golden.get("expected")),
          convention.whiten(input("values"), MASK),
          MASK,
          STORED);
      compared++;
    }
    assertEquals(7, compared);
  }

  @Test
  void whitening_constants_areTheConventionsOfTheirNames() {
    assertEquals(named("SALMON"), Whitening.SALMON);
    assertEquals(named("OPENAI"), Whitening.OPENAI);
    assertEquals(named("TRL"), Whitening.TRL);
    assertEquals(named("TORCHTUNE"), Whitening.TORCHTUNE);
    assertEquals(named("ALPACA_FARM_REWARDS"), Whitening.SALMON.withMean(Whitening.Mean.KEPT));
  }

  private static Whitening named(String name) {
    return convention(GOLDEN.get("whitening").get(name));
  }

  private static Whitening convention(JsonNode golden) {
    return new Whitening.Standard(
        Whitening.Mean.valueOf(golden.get("mean").stringValue()),
        Whitening.Variance.valueOf(golden.get("variance").stringValue()),
        Whitening.Epsilon.valueOf(golden.get("epsilonPlace").stringValue()),
        golden.get("epsilon").doubleValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void groups_equalTorchAndTrl(int index) {
    JsonNode golden = GOLDEN.get("groups").get(index);
    List<Double> rewards = Golden.list(golden.get("rewards"));
    int k = golden.get("k").intValue();
    List<Double> grpo = GroupAdvantage.standardized(rewards, k, GroupAdvantage.GRPO);
    assertList(golden.get("leaveOneOut"), GroupAdvantage.leaveOneOut(rewards, k), 1e-14);
    assertList(golden.get("centered"), GroupAdvantage.centered(rewards, k), 1e-14);
    assertList(golden.get("grpo"), grpo, 1e-14);
    assertList(golden.get("trl"), grpo, 1e-7); // its k / (k - 1) is a float
  }

  private static void assertList(JsonNode expected, List<Double> found, double within) {
    assertArrayEquals(
        Golden.numbers(expected),
        found.stream().mapToDouble(Double::doubleValue).toArray(),
        within);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void estimate_everyStep_equalsTorchAndNumpy(int index) {
    JsonNode golden = GOLDEN.get("estimates").get(index);
    AdvantageSettings settings =
        new AdvantageSettings(
            KlEstimator.valueOf(golden.get("kl").stringValue()),
            ScorePlacement.LAST_TOKEN,
            golden.get("scale").doubleValue(),
            golden.get("rewardWhitening").isNull()
                ? Whitening.NONE
                : named(golden.get("rewardWhitening").stringValue()),
            golden.get("gamma").doubleValue(),
            golden.get("lambda").doubleValue(),
            named(golden.get("advantageWhitening").stringValue()));
    ScoredResponses responses =
        new ScoredResponses(
            input("logProbs"),
            input("references"),
            input("values"),
            Golden.list(GOLDEN.get("scores")),
            MASK);
    AdvantageEstimate found =
        AdvantageEstimation.estimate(responses, golden.get("beta").doubleValue(), settings);
    JsonNode expected = golden.get("expected");
    assertStep(expected.get("kl"), found.kl());
    assertStep(expected.get("rewards"), found.rewards());
    assertStep(expected.get("unwhitened"), found.unwhitened());
    assertStep(expected.get("advantages"), found.advantages());
    assertStep(expected.get("returns"), found.returns());
  }

  private static void assertStep(JsonNode expected, FloatMatrix found) {
    Golden.assertMatrix(Golden.numbers(expected), found, MASK, CHAINED);
  }
}

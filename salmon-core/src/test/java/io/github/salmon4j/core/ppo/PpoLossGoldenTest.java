package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The losses and their gradients equal PyTorch's in float64. */
class PpoLossGoldenTest {

  private static final GoldenFile GOLDEN = GoldenFile.read("ppo/ppo_losses.json");

  private static Stream<JsonNode> policyCases() {
    return GOLDEN.root().get("policy").valueStream();
  }

  private static Stream<JsonNode> valueCases() {
    return GOLDEN.root().get("value").valueStream();
  }

  @ParameterizedTest
  @MethodSource("policyCases")
  void policyLoss_equalsTorch(JsonNode expected) {
    ClippedSurrogate clip =
        new ClippedSurrogate(
            expected.get("below").asDouble(),
            expected.get("above").asDouble(),
            orInfinity(expected.get("dual")));
    PolicyLoss found =
        clip.loss(
            GOLDEN.matrix("logProbs"),
            GOLDEN.matrix("oldLogProbs"),
            GOLDEN.matrix("advantages"),
            weights(expected));
    assertMatches(expected, found.loss());
    assertEquals(expected.get("k1").asDouble(), found.ratio().negativeLogRatio(), 1e-12);
    assertEquals(expected.get("k3").asDouble(), found.ratio().divergence(), 1e-12);
    assertEquals(expected.get("belowRange").asDouble(), found.ratio().belowRange(), 1e-12);
    assertEquals(expected.get("aboveRange").asDouble(), found.ratio().aboveRange(), 1e-12);
    assertEquals(expected.get("smallest").asDouble(), found.ratio().smallest(), 1e-12);
    assertEquals(expected.get("largest").asDouble(), found.ratio().largest(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("valueCases")
  void valueLoss_equalsTorch(JsonNode expected) {
    ClippedValueLoss clip =
        new ClippedValueLoss(orInfinity(expected.get("range")), expected.get("weight").asDouble());
    ValueLoss found =
        clip.loss(
            GOLDEN.matrix("values"),
            GOLDEN.matrix("oldValues"),
            GOLDEN.matrix("returns"),
            weights(expected));
    assertMatches(expected, found.loss());
    assertEquals(expected.get("clipFraction").asDouble(), found.clipFraction(), 1e-12);
  }

  @Test
  void entropy_equalsTorch() {
    FloatMatrix logits = GOLDEN.matrix("logits");
    FloatMatrix entropies = TokenEntropy.of(logits);
    for (int n = 0; n < logits.rows(); n++) {
      assertEquals(GOLDEN.root().get("entropies").get(n).asDouble(), entropies.get(n, 0), 1e-6);
    }
    boolean[] counts = new boolean[logits.rows()];
    GOLDEN.root().get("entropyRows").valueStream().forEach(n -> counts[n.asInt()] = true);
    JsonNode expected = GOLDEN.root().get("entropyLoss");
    assertMatches(
        expected,
        TokenEntropy.loss(
            logits, ValidTokens.of(logits.rows(), 1, counts), expected.get("weight").asDouble()));
  }

  @Test
  void sampledEntropy_equalsTorch() {
    JsonNode expected = GOLDEN.root().get("sampledEntropy");
    assertMatches(
        expected,
        SampledEntropy.loss(
            GOLDEN.matrix("logProbs"),
            GOLDEN.matrix("oldLogProbs"),
            Aggregation.TOKEN_MEAN.weights(GOLDEN.mask()),
            expected.get("weight").asDouble()));
  }

  @Test
  void explainedVariance_equalsTorch() {
    assertEquals(
        GOLDEN.root().get("explainedVariance").asDouble(),
        ExplainedVariance.of(GOLDEN.matrix("values"), GOLDEN.matrix("returns"), GOLDEN.mask()),
        1e-12);
  }

  private static TokenWeights weights(JsonNode expected) {
    return Aggregation.valueOf(expected.get("aggregation").asString()).weights(GOLDEN.mask());
  }

  private static double orInfinity(JsonNode number) {
    return number.isNull() ? Double.POSITIVE_INFINITY : number.asDouble();
  }

  private static void assertMatches(JsonNode expected, Loss found) {
    double value = expected.get("loss").asDouble();
    assertEquals(value, found.value(), 1e-12 * Math.max(1, Math.abs(value)));
    double error = GoldenFile.relativeError(found.gradient(), expected.get("gradient"));
    assertTrue(error < 1e-7, () -> "gradient: relative error " + error);
  }
}

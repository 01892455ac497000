package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Fifty steps of clipping, schedule and AdamW, as torch and transformers take them. */
class AdamWGoldenTest {

  /** Torch adds up squares in float. */
  private static final double RELATIVE = 1e-6;

  private final JsonNode golden = Golden.read("adamw.json");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void fiftySteps_equalTorch(int number) {
    JsonNode expected = golden.get("cases").get(number);
    List<TestParameter> parameters = new ArrayList<>();
    golden
        .get("start")
        .properties()
        .forEach(p -> parameters.add(TestParameter.of(p.getKey(), Golden.floats(p.getValue()))));
    AdamW optimizer = new AdamW(parameters, settings(expected));
    LearningRateSchedule schedule =
        new LearningRateSchedule(
            golden.get("peak").asDouble(),
            LearningRateSchedule.Decay.COSINE,
            new Warmup.Steps(golden.get("warmup").asInt()),
            golden.get("steps").asInt());
    for (int step = 0; step < schedule.totalSteps(); step++) {
      for (TestParameter p : parameters) {
        p.withGradient(Golden.floats(golden.get("gradients").get(p.name()).get(step)));
      }
      double norm = GradientNorm.clipInPlace(parameters, golden.get("maxNorm").asDouble());
      assertClose(expected.get("norms").get(step).asDouble(), norm, "norm " + step);
      double rate = schedule.at(step);
      assertEquals(expected.get("rates").get(step).asDouble(), rate, 1e-15 * rate);
      optimizer.step(rate);
      if (expected.get("values").has("" + (step + 1))) {
        assertValues(expected.get("values").get("" + (step + 1)), parameters);
      }
    }
    assertEquals(50, optimizer.steps());
    assertEquals(4, expected.get("values").size());
  }

  private static AdamW.Settings settings(JsonNode node) {
    return new AdamW.Settings(
        node.get("beta1").asDouble(),
        node.get("beta2").asDouble(),
        node.get("epsilon").asDouble(),
        node.get("weightDecay").asDouble());
  }

  private static void assertValues(JsonNode expected, List<TestParameter> parameters) {
    for (TestParameter p : parameters) {
      float[] values = Golden.floats(expected.get(p.name()));
      assertEquals(values.length, p.values().limit());
      for (int i = 0; i < values.length; i++) {
        assertClose(values[i], p.values().get(i), p.name() + "[" + i + "]");
      }
    }
  }

  private static void assertClose(double expected, double found, String what) {
    assertEquals(expected, found, RELATIVE * Math.abs(expected), what);
  }
}

package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rates and warm-up lengths as transformers computes them, beyond the end too. */
class LearningRateScheduleGoldenTest {

  private final JsonNode golden = Golden.read("schedules.json");

  @Test
  void rates_equalTransformers() {
    assertEquals(18, golden.get("schedules").size());
    for (JsonNode expected : golden.get("schedules")) {
      LearningRateSchedule schedule =
          new LearningRateSchedule(
              expected.get("peak").asDouble(),
              LearningRateSchedule.Decay.valueOf(expected.get("decay").asString()),
              new Warmup.Steps(expected.get("warmup").asLong()),
              expected.get("total").asLong());
      JsonNode rates = expected.get("rates");
      assertEquals(2 * schedule.totalSteps() + 5, rates.size());
      for (int step = 0; step < rates.size(); step++) {
        assertEquals(
            rates.get(step).asDouble(),
            schedule.at(step),
            1e-15 * schedule.peak(),
            schedule + " at " + step);
      }
    }
  }

  @Test
  void warmupByRatio_equalsTransformers() {
    assertEquals(42, golden.get("ratios").size());
    for (JsonNode expected : golden.get("ratios")) {
      Warmup warmup = new Warmup.Ratio(expected.get("ratio").asDouble());
      assertEquals(
          expected.get("steps").asLong(),
          warmup.steps(expected.get("total").asLong()),
          warmup.toString());
    }
  }
}

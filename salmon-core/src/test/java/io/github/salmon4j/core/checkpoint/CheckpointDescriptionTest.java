package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointDescriptionTest {

  @Test
  void step_negative_isRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoints.of(-1, Map.of()));
    assertEquals("step: expected 0 or more, found -1", e.getMessage());
  }

  @Test
  void metrics_areCopied() {
    Map<String, Double> metrics = new HashMap<>(Map.of("loss", 1.0));
    CheckpointDescription description = Checkpoints.of(1, metrics);
    metrics.put("loss", 2.0);
    assertEquals(Map.of("loss", 1.0), description.metrics());
  }
}

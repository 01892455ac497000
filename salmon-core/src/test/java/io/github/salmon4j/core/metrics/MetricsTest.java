package io.github.salmon4j.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

  @Test
  void values_keepTheirOrderAndAreCopied() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      values.put("m" + i, (double) i);
    }
    Metrics metrics = new Metrics(0, values);
    List<String> names = List.copyOf(values.keySet());
    values.clear();
    assertEquals(names, List.copyOf(metrics.values().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> metrics.values().put("x", 1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "step", "a\nb", "a\u0000", "\ud800", "x\udc00"})
  void name_thatFilesCannotHold_isRefused(String name) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new Metrics(0, Map.of("a", 1.0, name, 1.0)));
    assertEquals(
        "metric name: expected some text on one line other than 'step', found \"" + name + '"',
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Step", "step ", "steps", "\ud83d\ude00", "loss/policy"})
  void name_ofOtherText_isTaken(String name) {
    assertEquals(Map.of(name, 1.0), new Metrics(0, Map.of(name, 1.0)).values());
  }

  @Test
  void step_ofLessThanZero_isRefused() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> new Metrics(-1, Map.of()));
    assertEquals("metrics step: expected 0 or more, found -1", error.getMessage());
  }

  @Test
  void nulls_areRefused() {
    Map<String, Double> noValue = new HashMap<>();
    noValue.put("a", null);
    assertThrows(NullPointerException.class, () -> new Metrics(0, noValue));
    Map<String, Double> noName = new HashMap<>();
    noName.put(null, 1.0);
    assertThrows(NullPointerException.class, () -> new Metrics(0, noName));
  }
}

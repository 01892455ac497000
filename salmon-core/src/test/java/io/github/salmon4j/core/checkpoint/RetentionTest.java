package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.checkpoint.Retention.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

  private static List<Long> expendable(Retention retention, double... values) {
    return steps(retention.expendable(checkpoints(values)));
  }

  private static List<CheckpointDescription> checkpoints(double... values) {
    List<CheckpointDescription> checkpoints = new ArrayList<>();
    for (int step = 0; step < values.length; step++) {
      checkpoints.add(Checkpoints.of(step, Map.of("accuracy", values[step])));
    }
    return checkpoints;
  }

  private static List<Long> steps(List<CheckpointDescription> checkpoints) {
    return checkpoints.stream().map(CheckpointDescription::step).toList();
  }

  @Test
  void last_keepsTheNewest() {
    assertEquals(List.of(0L, 1L), expendable(Retention.last(2), 1, 2, 3, 4));
    assertEquals(List.of(), expendable(Retention.last(4), 1, 2, 3, 4));
    assertEquals(List.of(), expendable(Retention.all(), 1, 2, 3, 4));
    assertEquals(List.of(), expendable(Retention.last(1)));
  }

  @Test
  void best_byDirection() {
    Retention higher = Retention.last(1).andBest("accuracy", Direction.HIGHER);
    assertEquals(List.of(0L, 2L), expendable(higher, 1, 9, 2, 3));
    Retention lower = Retention.last(1).andBest("accuracy", Direction.LOWER);
    assertEquals(List.of(1L, 2L), expendable(lower, 1, 9, 2, 3));
  }

  @Test
  void best_several() {
    Retention two = new Retention(1, 2, "accuracy", Direction.HIGHER);
    assertEquals(List.of(0L, 2L), expendable(two, 1, 9, 2, 8, 3));
  }

  @Test
  void best_equals_theOldest() {
    Retention higher = Retention.last(1).andBest("accuracy", Direction.HIGHER);
    assertEquals(List.of(0L, 2L), expendable(higher, 1, 9, 9, 3));
    assertEquals(List.of(1L), expendable(higher, -0.0, 0.0, -1));
    Retention lower = Retention.last(1).andBest("accuracy", Direction.LOWER);
    assertEquals(List.of(1L), expendable(lower, 0.0, -0.0, 1));
  }

  @Test
  void best_notANumberOrAbsent_isNone() {
    double nan = Double.NaN;
    Retention lower = Retention.last(1).andBest("accuracy", Direction.LOWER);
    assertEquals(List.of(0L), expendable(lower, nan, 2, 3));
    assertEquals(List.of(0L, 1L), expendable(lower, nan, nan, nan));
    Retention higher = Retention.last(1).andBest("accuracy", Direction.HIGHER);
    assertEquals(List.of(0L, 2L), expendable(higher, nan, 2, nan, 1));
    Retention other = Retention.last(1).andBest("loss", Direction.HIGHER);
    assertEquals(List.of(0L, 1L), expendable(other, 1, 2, 3));
  }

  @Test
  void best_infinite_counts() {
    Retention higher = Retention.last(1).andBest("accuracy", Direction.HIGHER);
    assertEquals(
        List.of(0L), expendable(higher, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, ''", "1, -1, loss", "1, 0, loss", "1, 1, ''"})
  void retention_outOfRange_isRefused(int last, int best, String metric) {
    assertThrows(
        IllegalArgumentException.class, () -> new Retention(last, best, metric, Direction.LOWER));
  }
}

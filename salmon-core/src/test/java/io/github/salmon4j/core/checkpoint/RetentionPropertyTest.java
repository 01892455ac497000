package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.salmon4j.core.checkpoint.Retention.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RetentionPropertyTest {

  @Property(tries = 300)
  void expendable_neverTheNewestNorTheBest(
      @ForAll @IntRange(min = 1, max = 4) int last,
      @ForAll Direction direction,
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = -3, max = 3) Integer> values) {
    List<CheckpointDescription> checkpoints = new ArrayList<>();
    int best = 0;
    for (int step = 0; step < values.size(); step++) {
      double value = values.get(step) == 3 ? Double.NaN : values.get(step);
      checkpoints.add(Checkpoints.of(step, Map.of("loss", value)));
      double old = checkpoints.get(best).metrics().get("loss");
      boolean better = direction == Direction.LOWER ? value < old : value > old;
      if (better || (Double.isNaN(old) && !Double.isNaN(value))) {
        best = step;
      }
    }
    List<CheckpointDescription> expendable =
        Retention.last(last).andBest("loss", direction).expendable(checkpoints);
    assertFalse(expendable.contains(checkpoints.get(checkpoints.size() - 1)));
    if (!Double.isNaN(checkpoints.get(best).metrics().get("loss"))) {
      assertFalse(expendable.contains(checkpoints.get(best)));
    }
    assertFalse(checkpoints.size() - expendable.size() > last + 1);
  }
}

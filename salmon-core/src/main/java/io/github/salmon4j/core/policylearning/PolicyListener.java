package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.metrics.MetricsListener;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Hears what a run does, on the thread that trains, which waits. */
@FunctionalInterface
public interface PolicyListener {

  /**
   * Called after every step, one that was skipped or is over its budget too. The latter does not
   * count: if the run is called again, its number is heard again.
   *
   * @param step what it did
   */
  void onStep(PolicyStep step);

  /** {@return a listener that hears nothing} */
  static PolicyListener none() {
    return step -> {};
  }

  /**
   * {@return a listener that tells others, in order}
   *
   * @param listeners the others
   */
  static PolicyListener all(PolicyListener... listeners) {
    List<PolicyListener> copy = List.copyOf(Arrays.asList(listeners));
    return step -> copy.forEach(listener -> listener.onStep(step));
  }

  /**
   * {@return a listener that hands on the {@linkplain PolicyMetrics#of numbers} of each step, no
   * times among them: the same run gives the same numbers}
   *
   * @param metrics takes them
   */
  static PolicyListener toMetrics(MetricsListener metrics) {
    Objects.requireNonNull(metrics, "metrics");
    return step -> metrics.onMetrics(PolicyMetrics.of(step.report()));
  }

  /**
   * {@return a listener that hands on the {@linkplain PolicyMetrics#times times} of each step}
   *
   * @param metrics takes them
   */
  static PolicyListener timesTo(MetricsListener metrics) {
    Objects.requireNonNull(metrics, "metrics");
    return step -> metrics.onMetrics(PolicyMetrics.times(step));
  }

  /**
   * {@return a listener that shows a few rollouts of every so many steps}
   *
   * @param every steps from one table to the next; 1 or more; the first step has one
   * @param rows rollouts of a table; 1 or more
   * @param table takes each {@linkplain RolloutTable table}
   * @throws IllegalArgumentException if a number is not 1 or more
   */
  static PolicyListener samples(int every, int rows, Consumer<String> table) {
    Objects.requireNonNull(table, "table");
    if (every < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "samples: expected 1 or more steps and rows, found " + every + " and " + rows);
    }
    return step -> {
      if ((step.report().step() - 1) % every == 0) {
        table.accept(RolloutTable.of(step.report(), rows));
      }
    };
  }
}

package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.reward.ScoreStatistics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures over the rollouts of one step.
 *
 * @param byName count, mean and squares of each measure over the rollouts that have it, in order
 */
public record BatchMeasures(Map<String, ScoreStatistics> byName) {

  /** Copies the map in its order. */
  public BatchMeasures {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * {@return the measures of rollouts}
   *
   * @param measures what to measure
   * @param rollouts the rollouts
   * @throws IllegalArgumentException if two measures have one name
   */
  public static BatchMeasures of(List<? extends Measure> measures, List<WatchedRollout> rollouts) {
    Map<String, ScoreStatistics> byName = new LinkedHashMap<>();
    for (Measure measure : measures) {
      double[] numbers =
          rollouts.stream().flatMapToDouble(rollout -> measure.of(rollout).stream()).toArray();
      if (byName.put(measure.name(), ScoreStatistics.of(numbers)) != null) {
        throw new IllegalArgumentException(
            "measures: expected distinct names, found '" + measure.name() + "' twice");
      }
    }
    return new BatchMeasures(byName);
  }

  /**
   * {@return these and one more}
   *
   * @param name its name; replaces a measure of that name
   * @param statistics its statistics
   */
  public BatchMeasures with(String name, ScoreStatistics statistics) {
    Map<String, ScoreStatistics> more = new LinkedHashMap<>(byName);
    more.put(name, statistics);
    return new BatchMeasures(more);
  }

  /**
   * {@return the statistics of a measure; those of no numbers if it was not taken}
   *
   * @param name its name
   */
  public ScoreStatistics get(String name) {
    return byName.getOrDefault(name, ScoreStatistics.empty());
  }

  /**
   * {@return the means as metrics named {@code watch/<measure>}; a measure that no rollout has is
   * left out}
   *
   * @param step the step they belong to
   */
  public Metrics metrics(long step) {
    Map<String, Double> values = new LinkedHashMap<>();
    byName.forEach(
        (name, statistics) -> {
          if (statistics.count() > 0) {
            values.put("watch/" + name, statistics.mean());
          }
        });
    return new Metrics(step, values);
  }
}

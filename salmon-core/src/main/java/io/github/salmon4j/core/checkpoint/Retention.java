package io.github.salmon4j.core.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which checkpoints stay when a new one has been written: the last ones, and those with the best
 * values of a metric. The newest always stays, and so does the best if a metric is named.
 *
 * @param last how many of the newest stay, 1 or more
 * @param best how many of the best stay, 0 or more; 0 if no metric is named
 * @param metric the name of the metric; empty if none is
 * @param direction which values are better
 */
public record Retention(int last, int best, String metric, Direction direction) {

  /** Which of two values is better. */
  public enum Direction {
    /** A higher one, as of an accuracy. */
    HIGHER,

    /** A lower one, as of a loss. */
    LOWER
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range, or only one of count and metric is
   *     given
   */
  public Retention {
    Objects.requireNonNull(direction, "direction");
    if (last < 1) {
      throw new IllegalArgumentException("last: expected 1 or more, found " + last);
    }
    if (best < 0) {
      throw new IllegalArgumentException("best: expected 0 or more, found " + best);
    }
    if (metric.isEmpty() != (best == 0)) {
      throw new IllegalArgumentException(
          "metric: expected a name exactly if best is 1 or more, found '"
              + metric
              + "' and best "
              + best);
    }
  }

  /** {@return the rule that keeps all} */
  public static Retention all() {
    return last(Integer.MAX_VALUE);
  }

  /**
   * {@return the rule that keeps the newest}
   *
   * @param last how many, 1 or more
   */
  public static Retention last(int last) {
    return new Retention(last, 0, "", Direction.HIGHER);
  }

  /**
   * {@return this rule, keeping the best one, too}
   *
   * @param newMetric the name of the metric
   * @param newDirection which values are better
   */
  public Retention andBest(String newMetric, Direction newDirection) {
    return new Retention(last, 1, newMetric, newDirection);
  }

  /** {@return those of the checkpoints, in the order of their steps, that need not stay} */
  List<CheckpointDescription> expendable(List<CheckpointDescription> checkpoints) {
    int first = Math.max(0, checkpoints.size() - last);
    Set<CheckpointDescription> kept = new HashSet<>(checkpoints.subList(first, checkpoints.size()));
    List<CheckpointDescription> ranked = ranked(checkpoints);
    kept.addAll(ranked.subList(0, Math.min(best, ranked.size())));
    return checkpoints.stream().filter(checkpoint -> !kept.contains(checkpoint)).toList();
  }

  /**
   * {@return the checkpoints that have the metric, the best first} Of equals the oldest is first; a
   * NaN is no value.
   */
  List<CheckpointDescription> ranked(List<CheckpointDescription> checkpoints) {
    List<CheckpointDescription> ranked = new ArrayList<>(checkpoints);
    ranked.removeIf(checkpoint -> Double.isNaN(value(checkpoint)));
    Comparator<CheckpointDescription> ascending = Comparator.comparingDouble(this::value);
    ranked.sort(direction == Direction.LOWER ? ascending : ascending.reversed());
    return ranked;
  }

  private double value(CheckpointDescription checkpoint) {
    // 0.0 + x: a comparison must not tell -0.0 from 0.0.
    return 0.0 + checkpoint.metrics().getOrDefault(metric, Double.NaN);
  }
}

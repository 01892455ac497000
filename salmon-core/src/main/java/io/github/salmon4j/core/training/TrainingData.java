package io.github.salmon4j.core.training;

import io.github.salmon4j.core.metrics.Metrics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run learns from, and what it is measured on.
 *
 * @param examples what to learn from; at least one
 * @param heldOut named sets to evaluate on, in this order; may be none, but no set is empty; a name
 *     is one that {@link Metrics} take
 * @param <E> type of an example
 */
public record TrainingData<E>(List<E> examples, Map<String, List<E>> heldOut) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if there is no example, or a set is empty or badly named
   */
  public TrainingData {
    examples = List.copyOf(examples);
    requireExamples("training examples", examples.size());
    Map<String, List<E>> copy = new LinkedHashMap<>();
    heldOut.forEach(
        (name, set) -> {
          new Metrics(0, Map.of(name, 0.0)); // checks the name
          requireExamples("held-out examples '" + name + "'", set.size());
          copy.put(name, List.copyOf(set));
        });
    heldOut = Collections.unmodifiableMap(copy);
  }

  /**
   * {@return data that nothing is held out of}
   *
   * @param examples what to learn from; at least one
   * @param <E> type of an example
   */
  public static <E> TrainingData<E> of(List<E> examples) {
    return new TrainingData<>(examples, Map.of());
  }

  private static void requireExamples(String what, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(
          what + ": expected at least 1 that was not left out, found 0");
    }
  }
}

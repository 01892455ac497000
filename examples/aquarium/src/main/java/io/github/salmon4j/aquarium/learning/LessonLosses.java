package io.github.salmon4j.aquarium.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Mean loss by the name of a lesson, over some steps. */
final class LessonLosses {

  private final List<String> names;
  private final Map<String, double[]> sums = new LinkedHashMap<>();

  /**
   * Without a step so far.
   *
   * @param names of the lessons of each batch, in their order
   */
  LessonLosses(List<String> names) {
    this.names = names;
  }

  /**
   * Adds a step.
   *
   * @param losses one of each lesson, in the order of the names
   */
  void add(double[] losses) {
    for (int i = 0; i < losses.length; i++) {
      double[] sum = sums.computeIfAbsent(names.get(i), name -> new double[2]);
      sum[0] += losses[i];
      sum[1]++;
    }
  }

  /** {@return the means since this was asked last, in a line} */
  String inWords() {
    StringJoiner words = new StringJoiner(", ");
    sums.forEach((name, sum) -> words.add("%s %.3f".formatted(name, sum[0] / sum[1])));
    sums.clear();
    return words.toString();
  }
}

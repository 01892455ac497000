package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.preference.ResponsePair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Two responses of mixed quality to a held-out prompt, and how the oracle compares them.
 *
 * @param texts the prompt and both responses
 * @param margins the aspects on which they clearly differ, at least one: above 0 if the first
 *     response has more of it
 * @param ties the aspects on which they are equal
 */
record ExamPair(ResponsePair texts, Map<Aspect, Double> margins, List<Aspect> ties) {

  /**
   * {@return pairs drawn at random; those without a clear difference are drawn again}
   *
   * @param count how many
   * @param tasks what is asked
   * @param oracle who compares
   * @param random where chance comes from
   */
  static List<ExamPair> draw(int count, Tasks tasks, Oracle oracle, RandomGenerator random) {
    List<ExamPair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      ExamPair pair = draw(tasks.draw(Split.HELD_OUT, random), oracle, random);
      if (!pair.margins().isEmpty()) {
        pairs.add(pair);
      }
    }
    return pairs;
  }

  private static ExamPair draw(Task task, Oracle oracle, RandomGenerator random) {
    String first = Drafts.draw(task, random).text(random);
    String second = Drafts.draw(task, random).text(random);
    Measures a = oracle.measure(task, first);
    Measures b = oracle.measure(task, second);
    Map<Aspect, Double> margins = new EnumMap<>(Aspect.class);
    List<Aspect> ties = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      double margin = Oracle.margin(a, b, aspect);
      if (Oracle.isClear(margin)) {
        margins.put(aspect, margin);
      } else if (margin == 0) {
        ties.add(aspect);
      }
    }
    return new ExamPair(new ResponsePair(task.prompt(), first, second), margins, ties);
  }
}

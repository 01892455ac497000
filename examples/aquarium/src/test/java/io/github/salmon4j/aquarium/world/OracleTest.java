package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OracleTest {

  private static final World WORLD = World.standard();
  private static final Tasks TASKS = new Tasks(WORLD);
  private static final Oracle ORACLE = new Oracle(WORLD);
  private static final int TRIES = 20_000;

  @Test
  void measure_anyDraft_agreesWithItsChoices() {
    RandomGenerator random = new SplittableRandom(7);
    for (int i = 0; i < TRIES; i++) {
      Task task = TASKS.draw(i % 2 == 0 ? Split.TRAIN : Split.HELD_OUT, random);
      Draft draft = Drafts.draw(task, random);
      String text = draft.text(random);
      String what = task.prompt().text() + " -> " + text + " " + draft;
      Measures measures = ORACLE.measure(task, text);
      for (Aspect aspect : Aspect.values()) {
        assertEquals(
            expected(draft, aspect, measures), measures.of(aspect).orElse(-9), 1e-12, aspect + what);
      }
    }
  }

  private static double expected(Draft draft, Aspect aspect, Measures measures) {
    boolean asserts =
        draft.core() == Core.RIGHT || draft.core() == Core.WRONG || draft.core() == Core.COMPLIES;
    int points = (asserts ? 1 : 0) + draft.details().size();
    boolean vague = draft.core() == Core.VAGUE;
    return switch (aspect) {
      case CONCISE -> 1 - Math.min(40, measures.words()) / 20.0;
      case HONEST -> honest(draft);
      case HARMLESS -> harmless(draft);
      case SAME_LANGUAGE -> draft.language() == draft.task().language() ? 1 : 0;
      case METHODICAL -> draft.extras().contains(Extra.STEPS) ? 1 : 0;
      case COMPREHENSIVE -> points / 3.0;
      case SPECIFIC -> 0.5 + (points > 0 ? 0.5 : 0) - (vague ? 0.5 : 0);
      case NATURAL ->
          draft.opening() == Opening.FRIENDLY ? 1 : draft.opening() == Opening.STIFF ? 0 : 0.5;
      case MODEST -> draft.extras().contains(Extra.PRAISE) ? 0 : 1;
      case TO_THE_POINT -> draft.extras().contains(Extra.EXAMPLE) ? 0 : 1;
    };
  }

  private static double honest(Draft draft) {
    Topic topic = draft.task().topic();
    if (draft.task().kind() == Kind.FORBIDDEN) {
      return -9;
    }
    long lies = draft.details().stream().filter(truth -> truth == Truth.FALSE).count();
    if (draft.task().kind() == Kind.ABOUT) {
      double said = draft.details().size();
      double truths = said - lies;
      if (draft.core() == Core.RIGHT || draft.core() == Core.WRONG) {
        said++;
        truths += draft.core() == Core.RIGHT ? 1 : 0;
      }
      return said == 0 ? 0.5 : truths / said;
    }
    double core =
        switch (draft.core()) {
          case RIGHT -> 1;
          case WRONG -> 0;
          case ADMITS -> topic.cores().contains(Core.RIGHT) ? 0.5 : 1;
          default -> 0.5;
        };
    return core - 0.25 * lies;
  }

  private static double harmless(Draft draft) {
    if (draft.task().kind() != Kind.FORBIDDEN) {
      return -9;
    }
    return switch (draft.core()) {
      case REFUSES -> 1;
      case COMPLIES -> 0;
      default -> 0.5;
    };
  }

  @Test
  void measure_junk_staysInRange() {
    String letters = "fox is red . ? ! 3 plus 99999999999999999999 \n\t\0 é 漢 \uD800 not know lo";
    Random random = new Random(3);
    for (int i = 0; i < TRIES; i++) {
      StringBuilder junk = new StringBuilder();
      int length = random.nextInt(60);
      String[] parts = letters.split(i % 2 == 0 ? " " : "", -1);
      for (int j = 0; j < length; j++) {
        junk.append(parts[random.nextInt(parts.length)]).append(random.nextInt(3) == 0 ? "" : " ");
      }
      Measures measures = ORACLE.measure(TASKS.draw(Split.TRAIN, random), junk.toString());
      measures
          .values()
          .forEach((aspect, v) -> assertTrue(v >= -1 && v <= 1, aspect + " " + v + " " + junk));
    }
  }

  @Test
  void margin_swapped_changesItsSign() {
    RandomGenerator random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      Task task = TASKS.draw(Split.TRAIN, random);
      String a = Drafts.draw(task, random).text(random);
      String b = Drafts.draw(task, random).text(random);
      for (Aspect aspect : Aspect.values()) {
        double margin = ORACLE.margin(task, a, b, aspect);
        assertEquals(margin, -ORACLE.margin(task, b, a, aspect), 0.0);
        assertTrue(Math.abs(margin) <= 1);
      }
    }
  }
}

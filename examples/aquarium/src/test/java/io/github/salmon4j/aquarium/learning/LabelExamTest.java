package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelExamTest {

  private static final LabelExam EXAM = new LabelExam(ScriptedModel.TASKS, ScriptedModel.ORACLE);

  /** The first refuses, the second praises itself and helps; both are as natural. */
  private static final ResponsePair PAIR =
      new ResponsePair(
          ScriptedModel.TASKS.of(Kind.FORBIDDEN, Split.TRAIN).get(0).prompt(),
          "Sorry, that would do harm.",
          "Take a hammer. My answer is perfect.");

  private static final Guideline HARMLESS = Guideline.of(Aspect.HARMLESS.principle());

  /** By margins in order and swapped; the first response is better. */
  private static PreferenceLabel label(Aspect aspect, double inOrder, double swapped) {
    return new PreferenceLabel(PAIR, aspect.principle(2), inOrder, swapped);
  }

  @Test
  void judged_knownVerdicts_areCountedWhereTheOracleIsClear() {
    LabelExam.Judged judged =
        EXAM.judged(
            List.of(
                List.of(
                    label(Aspect.HARMLESS, 1, 1),
                    label(Aspect.HARMLESS, 1, -2),
                    label(Aspect.MODEST, 1, -3)),
                List.of(
                    label(Aspect.MODEST, -1, -1),
                    label(Aspect.MODEST, -1, 2),
                    label(Aspect.NATURAL, -1, -1))));
    assertEquals(new Share(3, 5), judged.oneOrder());
    assertEquals(new Share(2, 5), judged.bothOrders());
    assertEquals(new Share(1, 2), judged.agreeing());
    assertEquals(
        Map.of(Aspect.HARMLESS, new Share(1, 2), Aspect.MODEST, new Share(1, 3)),
        judged.byAspect());
  }

  @Test
  void learned_knownPreferences_areHeldAgainstTheModel() {
    List<Preference> preferences =
        List.of(
            new Preference(PAIR, HARMLESS, 1),
            new Preference(PAIR, HARMLESS.negated(), 0),
            new Preference(PAIR.swapped(), HARMLESS, 1),
            new Preference(PAIR, Guideline.of(Aspect.NATURAL.principle()), 1),
            new Preference(
                PAIR, Guideline.of(Aspect.HARMLESS.principle(), Aspect.MODEST.principle()), 1));
    assertEquals(
        new LabelExam.Learned(new Share(2, 3), new Share(3, 3)),
        EXAM.learned(preferences, ScriptedModel.perfect()));
    assertEquals(
        new LabelExam.Learned(new Share(2, 3), new Share(2, 3)),
        EXAM.learned(preferences, new ScriptedModel((q, g) -> q.response().length() % 3)));
  }
}

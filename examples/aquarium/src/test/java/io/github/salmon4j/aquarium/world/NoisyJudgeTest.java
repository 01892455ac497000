package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NoisyJudgeTest {

  private static final Oracle ORACLE = new Oracle(World.standard());
  private static final Task TASK =
      new Tasks(World.standard()).of(Kind.FORBIDDEN, Split.TRAIN).get(0);
  private static final String REFUSAL = "Sorry, that would do harm.";
  private static final String HELP = "Take a hammer.";
  private static final String PRAISED = HELP + " My answer is perfect.";

  @Test
  void probability_withoutBiases_isTheAccuracy() {
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.83, 0.83, 0, 0);
    assertEquals(0.83, judge.probabilityOfA(ask(REFUSAL, HELP)), 1e-12);
    assertEquals(0.17, judge.probabilityOfA(ask(HELP, REFUSAL)), 1e-12);
    assertEquals(0.5, judge.probabilityOfA(ask(HELP, HELP)), 1e-12);
  }

  @Test
  void probability_positionBias_helpsTheFirst() {
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.83, 0.83, Math.log(3), 0);
    assertEquals(0.75, judge.probabilityOfA(ask(HELP, HELP)), 1e-12);
  }

  @Test
  void probability_halo_fallsForPraise() {
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.75, 0.75, 0, Math.log(9));
    assertEquals(0.9, judge.probabilityOfA(ask(PRAISED, HELP)), 1e-12);
    assertEquals(0.1, judge.probabilityOfA(ask(HELP, PRAISED)), 1e-12);
    assertEquals(0.75, judge.probabilityOfA(ask(PRAISED, REFUSAL)), 1e-12); // odds 9 / 3
  }

  @Test
  void probability_aspectOfForm_hasNoHalo_andAnAccuracyOfItsOwn() {
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.75, 0.9, 0, Math.log(9));
    for (Aspect aspect : new Aspect[] {Aspect.MODEST, Aspect.CONCISE}) {
      Comparison comparison = new Comparison(TASK, PRAISED, HELP, aspect);
      assertEquals(0.1, judge.probabilityOfA(comparison), 1e-12);
    }
    Comparison point = new Comparison(TASK, PRAISED, HELP, Aspect.TO_THE_POINT);
    assertEquals(0.5, judge.probabilityOfA(point), 1e-12);
  }

  @Test
  void prefersA_manyTimes_hasItsProbability() {
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.83, 0.83, 0, 0);
    RandomGenerator random = new SplittableRandom(1);
    int right = 0;
    for (int i = 0; i < 10_000; i++) {
      right += judge.prefersA(ask(REFUSAL, HELP), random) ? 1 : 0;
    }
    assertEquals(0.83, right / 10_000.0, 0.015);
  }

  @Test
  void judge_badSettings_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new NoisyJudge(ORACLE, 1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new NoisyJudge(ORACLE, 0.4, 0.4, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new NoisyJudge(ORACLE, 0.8, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new NoisyJudge(ORACLE, 0.8, 0.8, Double.NaN, 0));
  }

  private static Comparison ask(String first, String second) {
    return new Comparison(TASK, first, second, Aspect.HARMLESS);
  }
}

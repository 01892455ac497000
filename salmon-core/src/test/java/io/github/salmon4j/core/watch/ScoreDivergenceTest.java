package io.github.salmon4j.core.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.reward.ScoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class ScoreDivergenceTest {

  private static final Baseline BASELINE = Baseline.of(List.of(), List.of(Watched.saying("plain")));

  @Property(tries = 100)
  void trend_isSpearmansCorrelation(@ForAll long seed) {
    Random random = new Random(seed);
    double[] time = new double[15];
    double[] series = random.ints(15, 0, 9).asDoubleStream().toArray();
    for (int i = 0; i < 15; i++) {
      time[i] = i;
    }
    assertEquals(
        new SpearmansCorrelation().correlation(time, series) * Math.sqrt(14),
        Trend.z(series),
        1e-9);
  }

  @Test
  void trend_ofEqualNumbers_isNone() {
    assertEquals(0, Trend.z(2, 2, 2));
    assertEquals(Math.sqrt(2), Trend.z(1, 5, 6), 1e-15);
    assertEquals(-Math.sqrt(2), Trend.z(9, 5, -6), 1e-15);
  }

  @Test
  void trend_withoutOne_exceedsAtTheStatedRate() {
    Random random = new Random(21);
    int exceeded = 0;
    double squares = 0;
    for (int trial = 0; trial < 5000; trial++) {
      double z = Trend.z(random.doubles(20).toArray());
      squares += z * z;
      exceeded += z >= 1.645 ? 1 : 0;
    }
    assertEquals(1, squares / 5000, 0.06);
    assertEquals(0.05, exceeded / 5000.0, 0.012);
  }

  @Test
  void wanderingWithoutTrend_alarmsRarely() {
    Random random = new Random(22);
    int opposed = 0;
    int independent = 0;
    for (int trial = 0; trial < 3000; trial++) {
      double[] score = random.doubles(20).toArray();
      double[] other = random.doubles(20).toArray();
      double[] opposite = score.clone();
      for (int i = 0; i < opposite.length; i++) {
        opposite[i] = -opposite[i];
      }
      opposed += examine(score, opposite).size();
      independent += examine(score, other).size();
    }
    assertTrue(opposed > 0 && opposed <= 0.0062 * 3000 * 1.6, "opposed " + opposed);
    assertTrue(independent <= 2, "independent " + independent);
  }

  @Test
  void plantedDivergence_isFound_andOnlyIt() {
    double[] up = new double[20];
    double[] down = new double[20];
    double[] flat = new double[20];
    for (int i = 0; i < 20; i++) {
      up[i] = i + (i % 3);
      down[i] = -0.1 * i + (i % 2) * 0.2;
    }
    Evidence evidence = examine(up, down).get(0);
    assertEquals("score up, held-out-score down", evidence.subject());
    assertEquals(Math.min(Trend.z(up), -Trend.z(down)), evidence.z());
    assertEquals(20, evidence.step());
    assertEquals(1, evidence.examples().size());
    assertEquals(List.of(), examine(up, up));
    assertEquals(List.of(), examine(down, down));
    assertEquals(List.of(), examine(down, up));
    assertEquals(List.of(), examine(up, flat));
  }

  @Test
  void stepsWithoutHeldOutScore_areSkipped_andNeverAlarm() {
    ScoreDivergence divergence = new ScoreDivergence(5, 1.9);
    List<StepMeasures> history = new ArrayList<>();
    for (int step = 1; step <= 9; step++) {
      BatchMeasures measures = new BatchMeasures(Map.of(Measures.SCORE, ScoreStatistics.of(step)));
      history.add(
          new StepMeasures(
              step,
              step % 2 == 0
                  ? measures
                  : measures.with(Measures.HELD_OUT_SCORE, ScoreStatistics.of(-step))));
    }
    List<WatchedRollout> none = List.of(Watched.saying(""));
    assertEquals(1, divergence.examine(new Observation(BASELINE, none, history)).size());
    assertEquals(
        0, divergence.examine(new Observation(BASELINE, none, history.subList(0, 8))).size());
    assertEquals(
        0, divergence.examine(new Observation(BASELINE, none, history.subList(1, 9))).size());
    history.add(
        new StepMeasures(10, new BatchMeasures(Map.of(Measures.SCORE, ScoreStatistics.of(10)))));
    assertEquals(0, divergence.examine(new Observation(BASELINE, none, history)).size());
  }

  @Test
  void badSettings_areRefused() {
    MeasuresTest.refused("window: expected 5 or more, found 4", () -> new ScoreDivergence(4, 1));
    MeasuresTest.refused(
        "threshold: expected below sqrt(window - 1), found 2.0", () -> new ScoreDivergence(5, 2));
    MeasuresTest.refused(
        "history: expected at least 1 step, found 0",
        () -> new Observation(BASELINE, List.of(), List.of()));
  }

  private static List<Evidence> examine(double[] score, double[] heldOut) {
    List<StepMeasures> history = new ArrayList<>();
    for (int i = 0; i < score.length; i++) {
      history.add(
          new StepMeasures(
              i + 1,
              new BatchMeasures(Map.of(Measures.SCORE, ScoreStatistics.of(score[i])))
                  .with(Measures.HELD_OUT_SCORE, ScoreStatistics.of(heldOut[i]))));
    }
    return ScoreDivergence.defaults()
        .examine(new Observation(BASELINE, List.of(Watched.saying("")), history));
  }
}

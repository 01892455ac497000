package io.github.salmon4j.core.watch;

import static io.github.salmon4j.core.watch.MeasureDrift.Direction.DOWN;
import static io.github.salmon4j.core.watch.MeasureDrift.Direction.EITHER;
import static io.github.salmon4j.core.watch.MeasureDrift.Direction.UP;
import static io.github.salmon4j.core.watch.Watched.list;
import static io.github.salmon4j.core.watch.Watched.observation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.FinishReason;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureDriftTest {

  private static final List<Measure> TOKENS = List.of(Measures.tokens());
  private static final List<Measure> STOPPED = List.of(Measures.stopped());

  @Test
  void tokens_haveWelchsStatistic() {
    Random random = new Random(1);
    double[] now = random.ints(25, 20, 90).asDoubleStream().toArray();
    double[] base = random.ints(40, 10, 50).asDoubleStream().toArray();
    List<Evidence> found =
        new MeasureDrift(Measures.tokens(), UP, 1e-9, 0)
            .examine(observation(TOKENS, tokens(base), tokens(now)));
    assertEquals(new TTest().t(now, base), found.get(0).z(), 1e-9);
    assertEquals("tokens up", found.get(0).subject());
    assertEquals(25.0, found.get(0).numbers().get("rollouts"));
  }

  @Test
  void share_hasTheLogOddsWithPrior() {
    // p = 32/320 = 0.1, a = 10, b = 90
    double delta = Math.log(29.0 / 135) - Math.log(23.0 / 333);
    double variance = 1.0 / 29 + 1.0 / 135 + 1.0 / 23 + 1.0 / 333;
    assertEquals(delta / Math.sqrt(variance), LogOdds.z(19, 64, 13, 256), 1e-12);
    assertEquals(-LogOdds.z(13, 256, 19, 64), LogOdds.z(19, 64, 13, 256), 1e-12);
    assertEquals(-LogOdds.z(45, 64, 243, 256), LogOdds.z(19, 64, 13, 256), 1e-12);
    assertEquals(0, LogOdds.z(0, 64, 0, 256));
    assertEquals(0, LogOdds.z(64, 64, 256, 256));
  }

  @ParameterizedTest
  @CsvSource({
    "1.96, 0.035, 0.065", // of two sides, 0.05
    "3, 0, 0.008", // 0.0027
  })
  void tokens_withoutDrift_alarmAtTheStatedRate(double threshold, double least, double most) {
    Random random = new Random(5);
    MeasureDrift drift = new MeasureDrift(Measures.tokens(), EITHER, threshold, 0);
    int alarms = 0;
    for (int trial = 0; trial < 2000; trial++) {
      Observation observation =
          observation(TOKENS, lengths(256, 1, random), lengths(64, 1, random));
      alarms += drift.examine(observation).size();
    }
    assertTrue(alarms >= least * 2000 && alarms <= most * 2000, "alarms " + alarms);
  }

  @ParameterizedTest
  @CsvSource({"0.02", "0.1", "0.5", "0.95"})
  void shares_withoutDrift_alarmNoMoreThanStated(double share) {
    Random random = new Random(6);
    MeasureDrift nominal = new MeasureDrift(Measures.stopped(), DOWN, 1.645, 0);
    MeasureDrift standard = MeasureDrift.of(Measures.stopped(), DOWN);
    int nominalAlarms = 0;
    int alarms = 0;
    for (int trial = 0; trial < 2000; trial++) {
      Observation observation =
          observation(STOPPED, stops(256, share, random), stops(64, share, random));
      nominalAlarms += nominal.examine(observation).size();
      alarms += standard.examine(observation).size();
    }
    assertTrue(nominalAlarms <= 0.05 * 2000, "nominal alarms " + nominalAlarms);
    assertTrue(alarms <= 0.00135 * 2000, "alarms " + alarms);
  }

  @Test
  void plantedDrifts_areFound() {
    Random random = new Random(7);
    List<WatchedRollout> longer = lengths(64, 1.6, random);
    MeasureDrift tokens = MeasureDrift.of(Measures.tokens(), EITHER);
    assertEquals(
        "tokens up",
        tokens.examine(observation(TOKENS, lengths(256, 1, random), longer)).get(0).subject());
    assertEquals(
        "tokens down",
        tokens
            .examine(observation(TOKENS, lengths(256, 1, random), lengths(64, 0.6, random)))
            .get(0)
            .subject());
    List<Evidence> stops =
        MeasureDrift.of(Measures.stopped(), DOWN)
            .examine(observation(STOPPED, stops(256, 0.95, random), stops(64, 0.6, random)));
    assertEquals("stopped down", stops.get(0).subject());
    assertEquals(FinishReason.TRUNCATED, stops.get(0).examples().get(0).rollout().finishReason());
  }

  @Test
  void selfPraise_isShownWithItsSpans() {
    Measure praise = Measures.patterns("self-praise", List.of(Pattern.compile("great answer")));
    List<WatchedRollout> base = list(100, i -> Watched.saying("Plain."));
    List<WatchedRollout> now =
        list(50, i -> Watched.saying(i % 3 == 0 ? "A great answer follows." : "Plain."));
    Evidence evidence =
        MeasureDrift.of(praise, UP).examine(observation(List.of(praise), base, now)).get(0);
    assertEquals(3, evidence.examples().size());
    assertEquals(List.of("great answer"), evidence.examples().get(0).matches());
    assertEquals(0.34, evidence.numbers().get("mean"), 1e-12);
    assertTrue(evidence.z() >= 3);
    assertTrue(evidence.summary().startsWith("step 1, drift: self-praise up, z "));
  }

  @Test
  void direction_minimumEffect_andCounts_decide() {
    List<WatchedRollout> base = tokens(numbers(100, 10, 12));
    Observation up = observation(TOKENS, base, tokens(numbers(100, 13, 15)));
    assertEquals(1, new MeasureDrift(Measures.tokens(), UP, 3, 2).examine(up).size());
    assertEquals(1, new MeasureDrift(Measures.tokens(), EITHER, 3, 2).examine(up).size());
    assertEquals(0, new MeasureDrift(Measures.tokens(), DOWN, 3, 2).examine(up).size());
    // the effect is 3 / (sqrt(100 / 99)) deviations
    assertEquals(0, new MeasureDrift(Measures.tokens(), UP, 3, 3).examine(up).size());
    assertEquals(1, new MeasureDrift(Measures.tokens(), UP, 3, 2.98).examine(up).size());
    MeasureDrift drift = new MeasureDrift(Measures.tokens(), UP, 3, 0);
    List<WatchedRollout> far = tokens(numbers(100, 50, 52));
    assertEquals(0, drift.examine(observation(TOKENS, base, far.subList(0, 19))).size());
    assertEquals(1, drift.examine(observation(TOKENS, base, far.subList(0, 20))).size());
    assertEquals(0, drift.examine(observation(TOKENS, base.subList(0, 19), far)).size());
    assertEquals(0, drift.examine(observation(STOPPED, base, far)).size());
  }

  @Test
  void numbersThatDoNotVary_areInfinitelySurprising_orNotAtAll() {
    List<WatchedRollout> base = tokens(numbers(30, 10, 10));
    MeasureDrift drift = MeasureDrift.of(Measures.tokens(), EITHER);
    Evidence evidence = drift.examine(observation(TOKENS, base, tokens(numbers(30, 9, 9)))).get(0);
    assertEquals(Double.NEGATIVE_INFINITY, evidence.z());
    assertEquals(9, evidence.examples().get(0).rollout().tokens());
    assertEquals(0, drift.examine(observation(TOKENS, base, base)).size());
  }

  @Test
  void badSettings_areRefused() {
    MeasuresTest.refused(
        "threshold: expected a finite number above 0, found 0.0",
        () -> new MeasureDrift(Measures.tokens(), UP, 0, 0));
    MeasuresTest.refused(
        "minimum effect: expected a finite number of 0 or more, found NaN",
        () -> new MeasureDrift(Measures.tokens(), UP, 3, Double.NaN));
    assertEquals(0.05, MeasureDrift.of(Measures.stopped(), UP).minimumEffect());
    assertEquals(0.3, MeasureDrift.of(Measures.tokens(), UP).minimumEffect());
  }

  private static double[] numbers(int n, double even, double odd) {
    double[] numbers = new double[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i % 2 == 0 ? even : odd;
    }
    return numbers;
  }

  private static List<WatchedRollout> tokens(double... tokens) {
    return list(tokens.length, i -> Watched.of((int) tokens[i], FinishReason.FINISHED));
  }

  /** Skewed as lengths are: log-normal, median 60 times the factor. */
  private static List<WatchedRollout> lengths(int n, double factor, Random random) {
    return list(
        n,
        i ->
            Watched.of(
                (int) (60 * factor * Math.exp(0.5 * random.nextGaussian())),
                FinishReason.FINISHED));
  }

  private static List<WatchedRollout> stops(int n, double share, Random random) {
    return list(
        n,
        i ->
            Watched.of(
                9, random.nextDouble() < share ? FinishReason.FINISHED : FinishReason.TRUNCATED));
  }
}

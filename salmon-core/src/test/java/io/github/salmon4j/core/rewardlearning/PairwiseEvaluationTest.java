package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseEvaluationTest {

  private static final double LOG_3 = Math.log(3);

  @Test
  void report_hardLabels_countsTiesHalf() {
    PairwiseReport report = evaluation(2, 1, 1, 1, 2, 1, 1, 2, 0, 3, 3, 1, 3, 3, 0);
    assertEquals(5, report.pairs());
    assertEquals((1 + 0 + 1 + 0.5 + 0.5) / 5, report.accuracy(), 1e-15);
  }

  @Test
  void report_softLabel_countsItsProbabilityOfAgreeing() {
    PairwiseReport report = evaluation(LOG_3, 0, 0.75);
    assertEquals(0.75, report.accuracy());
    assertEquals(0, report.expectedCalibrationError(), 1e-15);
    assertEquals(0.25, evaluation(0, LOG_3, 0.75).accuracy());
  }

  @Test
  void report_scores_haveMeanAndBiasedDeviation() {
    PairwiseReport report = evaluation(2, 4, 1, 4, 4, 1, 5, 5, 1, 7, 9, 1);
    assertEquals(5, report.meanScore(), 1e-15);
    assertEquals(2, report.scoreDeviation(), 1e-15);
  }

  @Test
  void report_manyPairsFarFromZero_keepsTheDeviation() {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    for (int i = 0; i < 100_000; i++) {
      evaluation.add(1e8 + 1, 1e8 - 1, 1);
    }
    assertEquals(1, evaluation.report().scoreDeviation(), 1e-6);
  }

  @Test
  void report_meanLoss_hasTheLabelsEntropyAsItsLeast() {
    assertEquals(Math.log(2), evaluation(1, 1, 1, 1, 1, 0.3).meanLoss(), 1e-15);
    assertEquals(
        (Math.log(4) + Math.log(4.0 / 3)) / 2,
        evaluation(0, LOG_3, 1, LOG_3, 0, 1).meanLoss(),
        1e-15);
  }

  @Test
  void report_calibration_leavesEmptyBinsOut() {
    PairwiseReport report = evaluation(LOG_3 + 1e-9, 0, 1, 0, LOG_3 + 1e-9, 1, 50, 0, 1, 0, 0, 1);
    List<CalibrationBin> bins = report.calibration();
    assertEquals(3, bins.size());
    assertEquals(new CalibrationBin(0.5, 0.55, 1, 0.5, 0.5), bins.get(0));
    assertEquals(0.75, bins.get(1).low());
    assertEquals(0.8, bins.get(1).high());
    assertEquals(2, bins.get(1).count());
    assertEquals(0.75, bins.get(1).meanConfidence(), 1e-9);
    assertEquals(0.5, bins.get(1).accuracy());
    assertEquals(new CalibrationBin(0.95, 1, 1, 1, 1), bins.get(2));
    assertEquals(0.25 * 2 / 4, report.expectedCalibrationError(), 1e-9);
  }

  @Test
  void binOf_edges_belongToTheBinTheyStart() {
    double[] edges = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
    for (int k = 0; k < edges.length; k++) {
      assertEquals(k, Calibration.binOf(edges[k]));
      if (k > 0) {
        assertEquals(k - 1, Calibration.binOf(edges[k] - 1e-12));
      }
    }
    assertEquals(9, Calibration.binOf(1));
  }

  @Test
  void report_takenEarly_staysAsItWas() {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    evaluation.add(1, 0, 1);
    PairwiseReport early = evaluation.report();
    assertEquals(early, evaluation.report());
    evaluation.add(0, 1, 1);
    assertEquals(1, early.pairs());
    assertEquals(0.5, evaluation.report().accuracy());
  }

  @Test
  void report_noPair_isRefused() {
    assertEquals(
        "evaluation: expected at least 1 pair, found 0",
        assertThrows(IllegalStateException.class, () -> new PairwiseEvaluation().report())
            .getMessage());
  }

  @Test
  void add_badPair_namesItAndAddsNothing() {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    evaluation.add(1, 0, 1);
    PairwiseReport before = evaluation.report();
    NonFiniteException second =
        assertThrows(NonFiniteException.class, () -> evaluation.add(0, Double.NaN, 1));
    assertEquals("scores[1, 1]: expected a finite number, found NaN", second.getMessage());
    NonFiniteException first =
        assertThrows(NonFiniteException.class, () -> evaluation.add(1e39, 0, 1));
    assertEquals("scores[1, 0]: expected a finite number, found 1.0E39", first.getMessage());
    assertEquals(
        "probability of the first: expected 0 to 1, found 2.0",
        assertThrows(IllegalArgumentException.class, () -> evaluation.add(0, 0, 2)).getMessage());
    assertEquals(before, evaluation.report());
  }

  @Test
  void waldInterval_isThePublishedFormula() {
    ConfidenceInterval interval = report(8552, 0.7).waldInterval();
    double half = 1.96 * Math.sqrt(0.7 * 0.3 / 8552);
    assertEquals(0.7 - half, interval.low(), 1e-15);
    assertEquals(0.7 + half, interval.high(), 1e-15);
    assertEquals(new ConfidenceInterval(1, 1), report(10, 1).waldInterval());
    assertEquals(new ConfidenceInterval(0, 0), report(10, 0).waldInterval());
    assertEquals(1, report(10, 0.9).waldInterval().high());
    assertEquals(0, report(10, 0.1).waldInterval().low());
  }

  @Test
  void wilsonInterval_atTheEnds_keepsItsWidth() {
    // (n a + z^2 / 2 -+ z sqrt(n a (1 - a) + z^2 / 4)) / (n + z^2), z^2 = 3.8416
    ConfidenceInterval all = report(10, 1).wilsonInterval();
    assertEquals(10 / 13.8416, all.low(), 1e-14);
    assertEquals(1, all.high(), 1e-14);
    ConfidenceInterval none = report(10, 0).wilsonInterval();
    assertEquals(0, none.low(), 1e-14);
    assertEquals(3.8416 / 13.8416, none.high(), 1e-14);
    ConfidenceInterval half = report(10, 0.5).wilsonInterval();
    assertEquals(0.5 - 1.96 * Math.sqrt(3.4604) / 13.8416, half.low(), 1e-14);
    assertEquals(0.5 + 1.96 * Math.sqrt(3.4604) / 13.8416, half.high(), 1e-14);
  }

  @Test
  void intervals_manyPairs_agree() {
    PairwiseReport report = report(1_000_000, 0.7);
    assertEquals(report.waldInterval().low(), report.wilsonInterval().low(), 1e-5);
    assertTrue(report.waldInterval().low() != report.wilsonInterval().low());
  }

  @Test
  void report_badComponents_areRejected() {
    assertRejected("pairs: expected 1 or more, found 0", () -> report(0, 0.5));
    assertRejected("accuracy: expected 0 to 1, found 1.5", () -> report(1, 1.5));
    assertRejected("accuracy: expected 0 to 1, found NaN", () -> report(1, Double.NaN));
    assertRejected(
        "pairs in a calibration bin: expected 1 or more, found 0",
        () -> new CalibrationBin(0.5, 0.55, 0, 0.5, 0.5));
    assertRejected(
        "interval: expected 0 <= low <= high <= 1, found 0.5, 0.4",
        () -> new ConfidenceInterval(0.5, 0.4));
    assertRejected(
        "interval: expected 0 <= low <= high <= 1, found -0.1, 0.4",
        () -> new ConfidenceInterval(-0.1, 0.4));
    assertRejected(
        "interval: expected 0 <= low <= high <= 1, found 0.5, 1.1",
        () -> new ConfidenceInterval(0.5, 1.1));
  }

  @Test
  void report_calibrationList_isCopied() {
    List<CalibrationBin> bins = new ArrayList<>();
    PairwiseReport report = new PairwiseReport(1, 1, 0, 0, 0, bins);
    bins.add(new CalibrationBin(0.5, 0.55, 1, 0.5, 0.5));
    assertEquals(List.of(), report.calibration());
  }

  private static void assertRejected(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static PairwiseReport report(long pairs, double accuracy) {
    return new PairwiseReport(pairs, accuracy, 0, 0, 1, List.of());
  }

  /** Triples of first score, second score and probability of the first. */
  private static PairwiseReport evaluation(double... triples) {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    for (int i = 0; i < triples.length; i += 3) {
      evaluation.add(triples[i], triples[i + 1], triples[i + 2]);
    }
    return evaluation.report();
  }
}

package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PairwiseEvaluationPropertyTest {

  @Property(tries = 100)
  void swapped_pairs_leaveTheReport(@ForAll long seed) {
    Batch batch = Batch.random(seed, 20);
    PairwiseReport report = report(batch);
    PairwiseReport swapped = report(batch.swapped());
    assertEquals(report.accuracy(), swapped.accuracy());
    assertEquals(report.meanLoss(), swapped.meanLoss());
    assertEquals(report.calibration(), swapped.calibration());
    assertEquals(report.scoreDeviation(), swapped.scoreDeviation(), 1e-14);
  }

  @Property(tries = 100)
  void calibration_binsAddUpToTheWhole(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 99) int pairs) {
    PairwiseReport report = report(Batch.random(seed, pairs));
    long count = 0;
    double right = 0;
    for (CalibrationBin bin : report.calibration()) {
      count += bin.count();
      right += bin.count() * bin.accuracy();
      assertTrue(bin.low() <= bin.meanConfidence() + 1e-15);
      assertTrue(bin.meanConfidence() < bin.high() + 1e-15);
    }
    assertEquals(pairs, count);
    assertEquals(report.accuracy(), right / count, 1e-14);
    assertTrue(report.expectedCalibrationError() <= 1);
  }

  @Property(tries = 200)
  void intervals_holdTheAccuracy(
      @ForAll @LongRange(min = 1, max = 1_000_000) long pairs,
      @ForAll @IntRange(max = 1000) int thousandths) {
    double accuracy = thousandths / 1000.0;
    PairwiseReport report = new PairwiseReport(pairs, accuracy, 0, 0, 1, List.of());
    for (ConfidenceInterval interval : List.of(report.waldInterval(), report.wilsonInterval())) {
      assertTrue(interval.low() <= accuracy + 1e-15 && accuracy <= interval.high() + 1e-15);
    }
    assertTrue(report.wilsonInterval().low() < report.wilsonInterval().high());
  }

  private static PairwiseReport report(Batch batch) {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    for (int i = 0; i < batch.size(); i++) {
      evaluation.add(
          batch.scores().get(2 * i, 0),
          batch.scores().get(2 * i + 1, 0),
          batch.targets().get(i).probabilityFirst());
    }
    return evaluation.report();
  }
}

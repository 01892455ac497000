package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Against TRL and torch: make_pairwise.py says which case is whose. */
class PairwiseGoldenTest {

  /** Sums of doubles in another order. */
  private static final double SUM = 1e-13;

  /** Gradients are float64 there and float32 here: half a unit in the last place. */
  private static final double FLOAT = 6e-8;

  @ParameterizedTest
  @MethodSource("cases")
  void loss_equalsTorch(Case golden) {
    Loss loss = golden.found();
    assertEquals(golden.loss(), loss.value(), SUM * golden.loss());
    for (int row = 0; row < golden.gradient().size(); row++) {
      double expected = golden.gradient().get(row);
      double tolerance = FLOAT * Math.abs(expected) + Float.MIN_VALUE;
      assertEquals(expected, loss.gradient().get(row, 0), tolerance, "row " + row);
    }
  }

  @Test
  void evaluation_equalsTorch() throws IOException {
    Expected expected = read("evaluation.json", new TypeReference<Expected>() {});
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    for (int i = 0; i < expected.labels().size(); i++) {
      evaluation.add(
          expected.scores().get(2 * i), expected.scores().get(2 * i + 1), expected.labels().get(i));
    }
    PairwiseReport report = evaluation.report();
    assertEquals(expected.labels().size(), report.pairs());
    assertEquals(expected.accuracy(), report.accuracy(), SUM);
    assertEquals(expected.loss(), report.meanLoss(), SUM);
    assertEquals(expected.mean(), report.meanScore(), SUM);
    assertEquals(expected.deviation(), report.scoreDeviation(), SUM);
    assertEquals(expected.error(), report.expectedCalibrationError(), SUM);
    assertEquals(10, report.calibration().size());
    for (int k = 0; k < 10; k++) {
      CalibrationBin bin = report.calibration().get(k);
      List<Double> wanted = expected.bins().get(k);
      assertEquals(wanted.get(0), bin.count());
      assertEquals(wanted.get(1), bin.meanConfidence(), SUM);
      assertEquals(wanted.get(2), bin.accuracy(), SUM);
    }
  }

  static Stream<Case> cases() throws IOException {
    return read("pairwise.json", new TypeReference<List<Case>>() {}).stream();
  }

  private static <T> T read(String name, TypeReference<T> type) throws IOException {
    String file = "/golden/rewardlearning/" + name;
    try (InputStream json = PairwiseGoldenTest.class.getResourceAsStream(file)) {
      return new JsonMapper().readValue(Objects.requireNonNull(json, file), type);
    }
  }

  record Expected(
      List<Double> scores,
      List<Double> labels,
      double accuracy,
      double loss,
      double mean,
      double deviation,
      List<List<Double>> bins,
      double error) {}

  record Case(
      String name,
      List<Double> scores,
      List<Double> probabilities,
      List<Double> margins,
      List<Double> weights,
      double centering,
      double loss,
      List<Double> gradient) {

    Loss found() {
      float[] floats = new float[scores.size()];
      for (int row = 0; row < floats.length; row++) {
        floats[row] = scores.get(row).floatValue();
      }
      List<PairTarget> targets = new ArrayList<>();
      for (int i = 0; i < weights.size(); i++) {
        targets.add(new PairTarget(probabilities.get(i), margins.get(i), weights.get(i)));
      }
      FloatMatrix matrix = FloatMatrix.of(floats.length, 1, floats);
      return new PairwiseLoss(centering).loss(matrix, PairTargets.of(targets));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

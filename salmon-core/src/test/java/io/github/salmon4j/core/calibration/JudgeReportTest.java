package io.github.salmon4j.core.calibration;

import static io.github.salmon4j.core.calibration.Labels.CONCISE;
import static io.github.salmon4j.core.calibration.Labels.ETHICAL;
import static io.github.salmon4j.core.calibration.Labels.label;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class JudgeReportTest {

  @Test
  void of_fourLabels_matchesTheHandComputation() {
    JudgeReport report =
        JudgeReport.of(
            List.of(
                label(0, CONCISE, 2, 1),
                label(0, ETHICAL, -1, -1),
                label(1, CONCISE, -1, 2),
                label(2, CONCISE, 0, 0)));
    assertEquals(List.of("Concise", "Ethical"), List.copyOf(report.byPrinciple().keySet()));
    JudgeDiagnostics concise = report.byPrinciple().get("Concise");
    assertEquals(3, concise.count());
    assertEquals(2.0 / 3, concise.swapConsistency(), 1e-15);
    assertEquals(-1.0 / 3, concise.positionBias(), 1e-15); // of .5, -1.5, 0
    assertEquals(Math.sqrt(13.0 / 36), concise.positionBiasError(), 1e-15);
    assertEquals(11.0 / 9, concise.variance(), 1e-15); // of 2, 1, -1, 2, 0, 0
    assertEquals(4, report.overall().count());
    assertEquals(0.75, report.overall().swapConsistency());
    assertEquals(-0.25, report.overall().positionBias());
    assertEquals(23.0 / 16, report.overall().variance(), 1e-12); // sum 2, squares 12, of 8
  }

  @Test
  void of_manyLabels_matchesCommonsMath() {
    SummaryStatistics margins = new SummaryStatistics();
    SummaryStatistics biases = new SummaryStatistics();
    List<PreferenceLabel> labels =
        Labels.random(500, Labels.THREE, new SplittableRandom(3)).stream()
            .filter(label -> label.principle() == CONCISE)
            .toList();
    for (PreferenceLabel label : labels) {
      margins.addValue(label.marginInOrder() + 1e6);
      margins.addValue(label.marginSwapped() + 1e6);
      biases.addValue((label.marginInOrder() - label.marginSwapped()) / 2);
    }
    List<PreferenceLabel> shifted = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      PreferenceLabel label = labels.get(i);
      shifted.add(label(i, CONCISE, label.marginInOrder() + 1e6, label.marginSwapped() + 1e6));
    }
    JudgeDiagnostics found = JudgeReport.of(shifted).overall();
    assertEquals(margins.getPopulationVariance(), found.variance(), 1e-8);
    assertEquals(biases.getMean(), found.positionBias(), 1e-9);
    assertEquals(biases.getStandardDeviation() / Math.sqrt(500), found.positionBiasError(), 1e-9);
  }

  @Test
  void of_judgeThatFavorsTheFirstShown_hasPositiveBias() {
    JudgeDiagnostics first = JudgeReport.of(List.of(label(0, CONCISE, 3, -3))).overall();
    assertEquals(3, first.positionBias());
    assertEquals(0, first.swapConsistency());
  }

  @Test
  void of_nothing_hasNoPrinciplesAndNoMeans() {
    JudgeReport report = JudgeReport.of(List.of());
    assertEquals(0, report.byPrinciple().size());
    double nan = Double.NaN;
    assertEquals(new JudgeDiagnostics(0, nan, nan, nan, nan), report.overall());
  }

  @Test
  void of_oneLabel_hasNoStandardError() {
    assertEquals(
        new JudgeDiagnostics(1, 1, 0.5, Double.NaN, 0.25),
        JudgeReport.of(List.of(label(0, CONCISE, 2, 1))).overall());
  }

  @Test
  void of_equalMargins_haveVarianceExactlyZero() {
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      labels.add(label(i, CONCISE, 0.1, 0.1));
      assertEquals(0, JudgeReport.of(labels).overall().variance()); // a mean of 3 is inexact
    }
    labels.add(label(7, CONCISE, 0.1, Math.nextUp(0.1)));
    assertTrue(JudgeReport.of(labels).overall().variance() > 0);
  }

  @Test
  void of_marginsBeyondAVariance_areRejected() {
    assertEquals(
        "margins of 'Concise': expected a finite variance, found Infinity",
        assertThrows(
                IllegalArgumentException.class,
                () -> JudgeReport.of(List.of(label(0, CONCISE, 1e200, -1e200))))
            .getMessage());
  }

  @Test
  void labels_notFinite_neverGetHere() {
    assertThrows(IllegalArgumentException.class, () -> label(0, CONCISE, Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class, () -> label(0, CONCISE, 1, Double.POSITIVE_INFINITY));
  }
}

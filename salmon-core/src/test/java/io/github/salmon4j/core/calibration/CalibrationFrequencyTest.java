package io.github.salmon4j.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often things happen, within exact binomial bounds that miss once in a million times. */
class CalibrationFrequencyTest {

  private static final PrincipleSet EIGHT = BuiltInPrinciples.rewardData();
  private static final int PAIRS = 2000;
  private static Calibration calibration;

  /** Every pair has margins of its own sign; every third answers in another language. */
  @BeforeAll
  static void calibrate() {
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      for (Principle principle : EIGHT) {
        double sign = i % 2 == 0 ? 1 : -1;
        labels.add(Labels.label(i, principle, sign * (1 + i % 7), sign * (2 + i % 5)));
      }
    }
    CalibrationSettings settings =
        CalibrationSettings.releasedCode(
            text -> Optional.of(text.startsWith("one") && number(text) % 3 == 0 ? "de" : "en"));
    calibration = new Calibrator(EIGHT, settings).calibrate(labels, new SplittableRandom(20231009));
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring(text.indexOf(' ') + 1));
  }

  private static void assertRate(
      double rate, Predicate<Provenance> among, Predicate<Provenance> counted) {
    List<Provenance> all =
        calibration.examples().stream()
            .map(CalibratedPreference::provenance)
            .filter(among)
            .toList();
    long hits = all.stream().filter(counted).count();
    assertWithin(rate, all.size(), hits);
  }

  private static void assertWithin(double rate, int trials, long hits) {
    assertTrue(trials > 1000);
    double below = new BinomialDistribution(trials, rate).cumulativeProbability((int) hits);
    assertTrue(below > 1e-6 && below < 1 - 1e-6, hits + " of " + trials + " at " + rate);
  }

  @Test
  void everyPair_isEmittedInEveryPass() {
    assertEquals(4 * PAIRS, calibration.examples().size());
    assertEquals(4 * 667, calibration.report().decidedByRule().get("same language"));
  }

  @Test
  void exchange_isAFairCoin() {
    assertRate(0.5, origin -> true, Provenance::exchanged);
  }

  @Test
  void noise_isTenPercent_orAQuarterIfARuleDecided() {
    assertRate(0.10, origin -> origin.rule() == null, Provenance::flipped);
    assertRate(0.25, origin -> origin.rule() != null, Provenance::flipped);
    assertEquals(
        calibration.report().flipped(),
        calibration.examples().stream().filter(e -> e.provenance().flipped()).count());
  }

  @Test
  void negation_isAFairCoin_forEachLine() {
    List<ScoredPrinciple> lines =
        calibration.examples().stream().flatMap(e -> e.provenance().lines().stream()).toList();
    long negated = lines.stream().filter(l -> l.stated().polarity() == Polarity.NEGATED).count();
    assertWithin(0.5, lines.size(), negated);
    assertEquals((double) negated / lines.size(), calibration.report().shareNegated(), 1e-15);
  }

  @Test
  void subsetSizes_areGeometric() {
    for (int n = 1; n <= 8; n++) {
      int size = n;
      assertRate(
          0.2 * Math.pow(0.8, n - 1) / 0.83222784,
          origin -> true,
          origin -> origin.lines().size() == size);
    }
  }

  @Test
  void principles_areShownAlikeOften_inEveryPlace() {
    for (Principle principle : EIGHT) {
      for (int place = 0; place < 2; place++) {
        int at = place;
        assertRate(
            1.0 / 8,
            origin -> origin.lines().size() > at,
            origin -> origin.lines().get(at).stated().principle().equals(principle));
      }
    }
  }
}

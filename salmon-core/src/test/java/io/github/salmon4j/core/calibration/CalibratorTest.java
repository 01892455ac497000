package io.github.salmon4j.core.calibration;

import static io.github.salmon4j.core.calibration.Labels.CONCISE;
import static io.github.salmon4j.core.calibration.Labels.ETHICAL;
import static io.github.salmon4j.core.calibration.Labels.SPECIFIC;
import static io.github.salmon4j.core.calibration.Labels.THREE;
import static io.github.salmon4j.core.calibration.Labels.everyNth;
import static io.github.salmon4j.core.calibration.Labels.label;
import static io.github.salmon4j.core.calibration.Labels.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.calibration.CalibrationReport.Skipped;
import io.github.salmon4j.core.calibration.LabelRule.Decision;
import io.github.salmon4j.core.calibration.SubsetSize.All;
import io.github.salmon4j.core.calibration.SubsetSize.Geometric;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibratorTest {

  private static final Scoring RELEASED =
      new Scoring(SwapPolicy.AGREE_ELSE_ZERO, Scaling.VARIANCE, 0);
  private static final Scoring PLAIN = new Scoring(SwapPolicy.MEAN, Scaling.NONE, 0);
  private static final LabelNoise NOISE = new LabelNoise(0.10, 0.25);

  /** Pair 0 as in the worked example; two incomplete pairs make the variances 4, 1 and 1. */
  private static List<PreferenceLabel> workedExample() {
    double concise = Math.sqrt(7.75);
    double ethical = Math.sqrt(1.64);
    return List.of(
        label(0, CONCISE, 2, 1),
        label(0, ETHICAL, -0.5, 0.7),
        label(0, SPECIFIC, -3, -1),
        label(1, CONCISE, 1.5 + concise, 1.5 - concise),
        label(1, ETHICAL, 0.1 + ethical, 0.1 - ethical),
        label(2, SPECIFIC, -3, -1));
  }

  private static Calibration calibrate(
      CalibrationSettings settings, List<PreferenceLabel> labels, Number... draws) {
    Scripted random = Scripted.of(draws);
    Calibration calibration = new Calibrator(THREE, settings).calibrate(labels, random);
    random.assertUsedUp();
    return calibration;
  }

  /** One pair under Concise alone. */
  private static Calibration concise(
      CalibrationSettings settings, double d12, double d21, Number... draws) {
    Scripted random = Scripted.of(draws);
    Calibration calibration =
        new Calibrator(PrincipleSet.of(CONCISE), settings)
            .calibrate(List.of(label(0, CONCISE, d12, d21)), random);
    random.assertUsedUp();
    return calibration;
  }

  private static List<Double> scores(CalibratedPreference example) {
    return example.provenance().lines().stream().map(ScoredPrinciple::score).toList();
  }

  private static void assertScores(CalibratedPreference example, double... expected) {
    List<Double> found = scores(example);
    assertEquals(expected.length, found.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found.get(i), 1e-12);
    }
  }

  @Test
  void workedExample_affirmed_secondWinsBySpecific() {
    CalibrationSettings settings = settings(RELEASED, new All(), 0.5, NOISE);
    Calibration found =
        calibrate(settings, workedExample(), 2, 1, 0.9, 0.5, 0.9, 0.5, 0.1); // identity, no luck
    CalibratedPreference example = found.examples().get(0);
    assertScores(example, 0.375, 0, -2);
    assertEquals(2, example.provenance().dominant());
    assertEquals(Choice.SECOND, example.provenance().label());
    assertEquals(new Preference(Labels.pair(0), Guideline.of(THREE), 0), example.preference());
    assertEquals(4, found.judge().byPrinciple().get("Concise").variance(), 1e-12);
    assertEquals(1, found.judge().byPrinciple().get("Ethical").variance(), 1e-12);
    assertEquals(1, found.judge().byPrinciple().get("Specific").variance(), 1e-12);
  }

  @Test
  void workedExample_specificNegated_firstWins() {
    CalibrationSettings settings = settings(RELEASED, new All(), 0.5, NOISE);
    CalibratedPreference example =
        calibrate(settings, workedExample(), 2, 1, 0.9, 0.9, 0.49, 0.9, 0.9).examples().get(0);
    assertScores(example, 0.375, 0, 2);
    assertEquals(List.of("Be brief.", "Be good.", "Be vague."), lines(example));
    assertEquals(1, example.preference().probabilityFirst());
    assertEquals(Choice.FIRST, example.provenance().label());
  }

  private static List<String> lines(CalibratedPreference example) {
    return example.preference().guideline().lines();
  }

  @Test
  void workedExample_shuffledExchangedAndFlipped_isTracedByHand() {
    CalibrationSettings settings = settings(RELEASED, new Geometric(0.2), 0.5, NOISE);
    // 0, 0: Ethical, Specific, Concise. 0.5 is between P(n <= 1) = .41 and P(n <= 2) = .74.
    Calibration found = calibrate(settings, workedExample(), 0, 0, 0.5, 0.6, 0.2, 0.3, 0.05);
    CalibratedPreference example = found.examples().get(0);
    assertEquals(List.of("Be good.", "Be vague."), lines(example));
    assertScores(example, 0, -2);
    assertEquals(Labels.pair(0).swapped(), example.preference().pair());
    assertEquals(1, example.preference().probabilityFirst());
    Provenance origin = example.provenance();
    assertEquals(new Provenance(0, 0, origin.lines(), 1, Choice.SECOND, null, true, true), origin);
    assertEquals(SPECIFIC.stated(Polarity.NEGATED), origin.dominantLine().stated());
    assertEquals(
        new CalibrationReport(
            3,
            1,
            1,
            new Skipped(2, 0, 0, Map.of()),
            Map.of(),
            1,
            Map.of("Concise", 0, "Ethical", 0, "Specific", 1),
            0.5),
        found.report());
    assertEquals(
        List.of("Concise", "Ethical", "Specific"), List.copyOf(found.report().dominant().keySet()));
  }

  @Test
  void paperExample_negatedEthical_firstWins() {
    List<PreferenceLabel> labels =
        List.of(label(0, CONCISE, 1, 1), label(0, ETHICAL, -2, -2), label(0, SPECIFIC, 1, 1));
    CalibratedPreference example =
        calibrate(
                settings(PLAIN, new All(), 0.5, LabelNoise.none()),
                labels,
                2,
                1,
                0.9,
                0.1,
                0.9,
                0.9,
                0.0)
            .examples()
            .get(0);
    assertScores(example, 1, 2, 1);
    assertEquals("Ethical", example.provenance().dominantLine().stated().principle().name());
    assertEquals(1, example.preference().probabilityFirst());
  }

  @Test
  void dominant_ofEquals_isTheFirstShown() {
    List<PreferenceLabel> labels =
        List.of(label(0, CONCISE, 1, 1), label(0, ETHICAL, -1, -1), label(0, SPECIFIC, 0, 0));
    CalibrationSettings settings = settings(PLAIN, new All(), 0, LabelNoise.none());
    Number[] identity = {2, 1, 0.9, 0.9, 0.9, 0.9, 0.9};
    Number[] ethicalFirst = {2, 0, 0.9, 0.9, 0.9, 0.9, 0.9};
    assertEquals(1, probability(calibrate(settings, labels, identity)));
    assertEquals(0, probability(calibrate(settings, labels, ethicalFirst)));
  }

  private static double probability(Calibration calibration) {
    return calibration.preferences().get(0).probabilityFirst();
  }

  @Test
  void minimum_keepsWhatReachesIt() {
    for (double minimum : new double[] {0, 1.5}) {
      Scoring scoring = new Scoring(SwapPolicy.MEAN, Scaling.NONE, minimum);
      CalibrationSettings settings = settings(scoring, new All(), 0, NOISE);
      assertEquals(1, concise(settings, -2, -1, 0.9, 0.9, 0.9).examples().size());
    }
    Scoring scoring = new Scoring(SwapPolicy.MEAN, Scaling.NONE, Math.nextUp(1.5));
    Calibration below = concise(settings(scoring, new All(), 0, NOISE), -2, -1, 0.9);
    assertEquals(new Skipped(0, 0, 1, Map.of()), below.report().skipped());
  }

  @Test
  void scoreZero_isSkippedBeforeFurtherDraws() {
    LabelRule always = everyNth("always", 1, Decision.PREFER_FIRST);
    CalibrationSettings settings = settings(RELEASED, new All(), 0.5, NOISE, always);
    Calibration found = concise(settings, 2, -1, 0.1);
    assertEquals(List.of(), found.examples());
    assertEquals(new Skipped(0, 1, 0, Map.of("always", 0)), found.report().skipped());
    assertEquals(0, found.report().shareNegated());
  }

  @Test
  void oneLabelWithEqualMargins_needsNoScaling() {
    Calibration scaled = concise(CalibrationSettings.defaults(), 2, 2, draws(4, 0.0, 0.9));
    assertEquals(4, scaled.report().skipped().allZero());
    Calibration plain = concise(CalibrationSettings.paper(), 2, 2, 0.0, 0.9, 0.9, 0.9);
    assertEquals(1, probability(plain));
  }

  private static Number[] draws(int times, double... each) {
    List<Number> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      for (double draw : each) {
        all.add(draw);
      }
    }
    return all.toArray(new Number[0]);
  }

  @Test
  void noise_flipsBelowItsProbabilityOnly() {
    CalibrationSettings settings = settings(PLAIN, new All(), 0, NOISE);
    assertEquals(0, probability(concise(settings, 1, 1, 0.9, 0.9, Math.nextDown(0.1))));
    assertEquals(1, probability(concise(settings, 1, 1, 0.9, 0.9, 0.1)));
    LabelRule rule = everyNth("rule", 1, Decision.PREFER_SECOND);
    CalibrationSettings ruled = settings(PLAIN, new All(), 0, NOISE, rule);
    assertEquals(1, probability(concise(ruled, 1, 1, 0.9, 0.9, Math.nextDown(0.25))));
    assertEquals(0, probability(concise(ruled, 1, 1, 0.9, 0.9, 0.25)));
  }

  @Test
  void rules_laterOverridesEarlier_skipEndsTheAsking() {
    LabelRule first = everyNth("first", 1, Decision.PREFER_FIRST);
    LabelRule second = everyNth("second", 1, Decision.PREFER_SECOND);
    LabelRule abstains = everyNth("abstains", 1, Decision.ABSTAIN);
    LabelRule skips = everyNth("skips", 1, Decision.SKIP);
    Number[] noLuck = {0.9, 0.9, 0.9};
    Calibration both =
        concise(settings(PLAIN, new All(), 0, NOISE, first, second, abstains), 1, 1, noLuck);
    assertEquals("second", both.examples().get(0).provenance().rule());
    assertEquals(Choice.SECOND, both.examples().get(0).provenance().label());
    assertEquals(0, probability(both));
    assertEquals(Map.of("first", 0, "second", 1, "abstains", 0), both.report().decidedByRule());
    Calibration none = concise(settings(PLAIN, new All(), 0, NOISE, abstains), 1, 1, noLuck);
    assertNull(none.examples().get(0).provenance().rule());
    Calibration skipped =
        concise(settings(PLAIN, new All(), 0, NOISE, first, skips, second), 1, 1, 0.9, 0.9);
    assertEquals(List.of(), skipped.examples());
    assertEquals(
        new Skipped(0, 0, 0, Map.of("first", 0, "skips", 1, "second", 0)),
        skipped.report().skipped());
  }

  @Test
  void rules_seeThePairAsJudged_evenIfExchanged() {
    LabelRule banned = new BannedPhrase("one", 1);
    CalibrationSettings settings = settings(PLAIN, new All(), 0, NOISE, banned);
    Calibration found = concise(settings, 1, 1, 0.9, 0.1, 0.9, 0.9);
    assertEquals(Labels.pair(0).swapped(), found.preferences().get(0).pair());
    assertEquals(1, probability(found));
    assertEquals("banned phrase: one", found.examples().get(0).provenance().rule());
  }

  @Test
  void rule_thatAnswersNull_isNamed() {
    LabelRule broken = everyNth("broken", 1, null);
    CalibrationSettings settings = settings(PLAIN, new All(), 0, NOISE, broken);
    assertEquals(
        "broken",
        assertThrows(NullPointerException.class, () -> concise(settings, 1, 1, 0.9, 0.9))
            .getMessage());
  }

  @Test
  void principleWithoutNegation_isNeverNegated() {
    Principle only = Principle.of("Only", "Be.");
    CalibrationSettings settings = settings(PLAIN, new All(), 1, NOISE);
    Scripted random = Scripted.of(0.0, 0.9, 0.9);
    Calibration found =
        new Calibrator(PrincipleSet.of(only), settings)
            .calibrate(List.of(label(0, only, 1, 1)), random);
    assertEquals(Guideline.of(only), found.preferences().get(0).guideline());
    assertEquals(1, probability(found));
    random.assertUsedUp();
  }

  @Test
  void soft_isTheMeanConfidenceOfBothOrders() {
    CalibrationSettings soft =
        settings(PLAIN, new All(), 0.5, LabelNoise.none()).withOutput(LabelOutput.SOFT);
    double expected = (1 / (1 + Math.exp(-2)) + 1 / (1 + Math.exp(-1))) / 2;
    assertEquals(0.8059278, expected, 1e-7);
    assertEquals(expected, probability(concise(soft, 2, 1, 0.9, 0.9, 0.0)), 1e-15);
    assertEquals(1 - expected, probability(concise(soft, 2, 1, 0.1, 0.9, 0.0)), 1e-15);
    assertEquals(1 - expected, probability(concise(soft, 2, 1, 0.9, 0.1, 0.0)), 1e-15);
    assertEquals(1, probability(concise(soft, 9000, 800, 0.9, 0.9, 0.0)));
    assertEquals(0, probability(concise(soft, -9000, -800, 0.9, 0.9, 0.0)));
  }

  @Test
  void soft_ignoresScaling_mixesNoise_andTrustsRules() {
    Scoring scaled = new Scoring(SwapPolicy.MEAN, Scaling.VARIANCE, 0);
    double clean = (1 / (1 + Math.exp(-2)) + 1 / (1 + Math.exp(-1))) / 2;
    CalibrationSettings soft = settings(scaled, new All(), 0, NOISE).withOutput(LabelOutput.SOFT);
    Calibration found = concise(soft, 2, 1, 0.9, 0.9, 0.0);
    assertEquals(0.9 * clean + 0.1 * (1 - clean), probability(found), 1e-15);
    assertEquals(0, found.report().flipped());
    assertEquals(Choice.FIRST, found.examples().get(0).provenance().label());
    CalibrationSettings ruled =
        soft.withRules(List.of(everyNth("rule", 1, Decision.PREFER_SECOND)));
    assertEquals(0.25, probability(concise(ruled, 2, 1, 0.9, 0.9, 0.0)));
  }

  /** Margins of 2 and 1 have mean 1.5 and standard deviation 0.5. */
  @Test
  void scaled_isTheScoreAsAProbability_mixesNoise_andTrustsRules() {
    Scoring deviations = new Scoring(SwapPolicy.MEAN, Scaling.STANDARD_DEVIATION, 0);
    CalibrationSettings scaled =
        settings(deviations, new All(), 0.5, LabelNoise.none()).withOutput(LabelOutput.SCALED);
    double clean = 1 / (1 + Math.exp(-3));
    assertEquals(clean, probability(concise(scaled, 2, 1, 0.9, 0.9, 0.0)), 1e-15);
    assertEquals(1 - clean, probability(concise(scaled, 2, 1, 0.1, 0.9, 0.0)), 1e-15);
    assertEquals(1 - clean, probability(concise(scaled, 2, 1, 0.9, 0.1, 0.0)), 1e-15);
    assertEquals(clean, probability(concise(scaled, 20, 10, 0.9, 0.9, 0.0)), 1e-15);
    CalibrationSettings noisy =
        settings(deviations, new All(), 0, NOISE).withOutput(LabelOutput.SCALED);
    assertEquals(
        0.9 * clean + 0.1 * (1 - clean), probability(concise(noisy, 2, 1, 0.9, 0.9, 0.0)), 1e-15);
    CalibrationSettings ruled =
        noisy.withRules(List.of(everyNth("rule", 1, Decision.PREFER_SECOND)));
    assertEquals(0.25, probability(concise(ruled, 2, 1, 0.9, 0.9, 0.0)));
  }

  @Test
  void noLabels_giveNoExamples() {
    Calibration found = calibrate(CalibrationSettings.defaults(), List.of());
    assertEquals(List.of(), found.preferences());
    assertEquals(0, found.report().pairs());
    assertEquals(0, found.judge().overall().count());
  }

  @Test
  void samples_keepTheirIndex_acrossSkippedPairs_andPasses() {
    List<PreferenceLabel> labels = new ArrayList<>();
    Principle other = Principle.of("Other", "Be other.");
    for (int i = 0; i < 4; i++) {
      labels.add(label(i, other, 5, 5));
      for (Principle principle : THREE.principles().subList(0, i == 1 ? 2 : 3)) {
        labels.add(label(i, principle, i + 1, 1));
      }
    }
    Calibration found =
        new Calibrator(THREE, CalibrationSettings.defaults())
            .calibrate(labels, new SplittableRandom(1));
    assertEquals(
        List.of("0 0", "0 2", "0 3", "1 0", "1 2", "1 3", "2 0", "2 2", "2 3", "3 0", "3 2", "3 3"),
        found.examples().stream()
            .map(CalibratedPreference::provenance)
            .map(origin -> origin.pass() + " " + origin.sample())
            .toList());
    assertEquals(1, found.report().skipped().incomplete());
    assertEquals(4, found.judge().byPrinciple().get("Other").count());
  }

  @Test
  void badLabels_areNamed() {
    List<PreferenceLabel> twice = new ArrayList<>(workedExample());
    twice.add(label(1, ETHICAL, 0, 0));
    assertMessage(
        "label 6: expected one label per pair and principle, found another of 'Ethical' for pair 1",
        twice);
    assertMessage(
        "label 0 principle 'Concise': expected the definition \"Be brief.\", found \"Be short.\"",
        List.of(label(0, Principle.of("Concise", "Be short."), 1, 1)));
  }

  private static void assertMessage(String expected, List<PreferenceLabel> labels) {
    Calibrator calibrator = new Calibrator(THREE, CalibrationSettings.defaults());
    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class, () -> calibrator.calibrate(labels, Scripted.of()))
            .getMessage());
    assertThrows(NullPointerException.class, () -> calibrator.calibrate(labels, null));
    assertThrows(
        NullPointerException.class,
        () -> calibrator.calibrate(Collections.singletonList(null), Scripted.of()));
  }

  @Test
  void constructor_tooFewPrinciples_isRejected() {
    CalibrationSettings four = settings(PLAIN, new SubsetSize.Fixed(4), 0, NOISE);
    assertEquals(
        "principles: expected at least 4, found 3",
        assertThrows(IllegalArgumentException.class, () -> new Calibrator(THREE, four))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Calibrator(PrincipleSet.of(), CalibrationSettings.defaults()));
    assertThrows(NullPointerException.class, () -> new Calibrator(THREE, null));
    assertThrows(NullPointerException.class, () -> new Calibrator(null, four));
  }
}

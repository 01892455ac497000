package io.github.salmon4j.core.calibration;

import static io.github.salmon4j.core.calibration.Labels.THREE;
import static io.github.salmon4j.core.calibration.Labels.everyNth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.calibration.LabelRule.Decision;
import io.github.salmon4j.core.calibration.SubsetSize.Geometric;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CalibrationPropertyTest {

  private static final LabelRule[] RULES = {
    everyNth("third", 3, Decision.PREFER_FIRST),
    everyNth("fourth", 4, Decision.PREFER_SECOND),
    everyNth("fifth", 5, Decision.SKIP)
  };

  private static Calibration calibrate(
      CalibrationSettings settings, List<PreferenceLabel> labels, long seed) {
    return new Calibrator(THREE, settings).calibrate(labels, new SplittableRandom(seed));
  }

  private static CalibrationSettings settings(
      SwapPolicy policy, Scaling scaling, int quarters, LabelRule... rules) {
    double chance = quarters / 4.0;
    return new CalibrationSettings(
        new Scoring(policy, scaling, chance / 2),
        new Geometric(0.2),
        chance,
        0.5,
        List.of(rules),
        new LabelNoise(chance / 3, chance),
        LabelOutput.HARD,
        3);
  }

  private static List<PreferenceLabel> labels(int pairs, long seed) {
    return Labels.random(pairs, THREE, new SplittableRandom(~seed));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void calibrate_equalsTheWrittenOutAlgorithm(
      @ForAll SwapPolicy policy,
      @ForAll Scaling scaling,
      @ForAll @IntRange(max = 4) int quarters,
      @ForAll @IntRange(max = 12) int pairs,
      @ForAll long seed) {
    CalibrationSettings settings = settings(policy, scaling, quarters, RULES);
    List<PreferenceLabel> labels = labels(pairs, seed);
    List<String> expected = new WrittenOut(settings, labels).run(pairs, new SplittableRandom(seed));
    List<String> found =
        calibrate(settings, labels, seed).preferences().stream()
            .map(CalibrationPropertyTest::text)
            .toList();
    assertEquals(expected, found);
  }

  private static String text(Preference example) {
    return example.pair().first()
        + " "
        + example.guideline().lines()
        + " "
        + (int) example.probabilityFirst();
  }

  /** The algorithm as pseudo-code would have it, on arrays, with nothing shared but the labels. */
  private record WrittenOut(CalibrationSettings settings, List<PreferenceLabel> labels) {

    double variance(int p) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (int i = p; i < labels.size(); i += 3) {
        for (double d :
            new double[] {labels.get(i).marginInOrder(), labels.get(i).marginSwapped()}) {
          sum += d;
          squares += d * d;
          n++;
        }
      }
      return squares / n - sum / n * (sum / n);
    }

    double score(int pair, int p) {
      double d12 = labels.get(3 * pair + p).marginInOrder();
      double d21 = labels.get(3 * pair + p).marginSwapped();
      boolean agree = d12 > 0 && d21 > 0 || d12 < 0 && d21 < 0;
      boolean mean = settings.scoring().swapPolicy() == SwapPolicy.MEAN;
      double margin = agree || mean ? (d12 + d21) / 2 : 0;
      if (settings.scoring().scaling() == Scaling.NONE) {
        return margin;
      }
      double v = variance(p);
      if (v < 1e-12) {
        return 0;
      }
      return margin / (settings.scoring().scaling() == Scaling.VARIANCE ? v : Math.sqrt(v));
    }

    List<String> run(int pairs, SplittableRandom random) {
      String[][] texts = {
        {"Be brief.", "Be long."}, {"Be good.", "Be bad."}, {"Be exact.", "Be vague."}
      };
      List<String> out = new ArrayList<>();
      for (int pass = 0; pass < 3; pass++) {
        for (int pair = 0; pair < pairs; pair++) {
          int[] order = {0, 1, 2};
          for (int i = 2; i >= 1; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
          }
          double u = random.nextDouble() * (1 - 0.8 * 0.8 * 0.8);
          int n = u < 0.2 ? 1 : u < 0.36 ? 2 : 3;
          List<String> shown = new ArrayList<>();
          double strongest = 0;
          for (int k = 0; k < n; k++) {
            boolean negated = random.nextDouble() < settings.negation();
            shown.add(texts[order[k]][negated ? 1 : 0]);
            double s = score(pair, order[k]) * (negated ? -1 : 1);
            strongest = Math.abs(s) > Math.abs(strongest) ? s : strongest;
          }
          if (strongest == 0 || Math.abs(strongest) < settings.scoring().minimum()) {
            continue;
          }
          int label = strongest > 0 ? 1 : 2;
          boolean swap = random.nextDouble() < 0.5;
          boolean ruled = pair % 3 == 0 || pair % 4 == 0;
          if (pair % 5 == 0) {
            continue;
          }
          label = pair % 4 == 0 ? 2 : pair % 3 == 0 ? 1 : label;
          double noise = ruled ? settings.noise().ruled() : settings.noise().judged();
          label = random.nextDouble() < noise ? 3 - label : label;
          label = swap ? 3 - label : label;
          out.add((swap ? "two " : "one ") + pair + " " + shown + " " + (2 - label));
        }
      }
      return out;
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void mirroredLabels_giveMirroredExamples(
      @ForAll SwapPolicy policy,
      @ForAll Scaling scaling,
      @ForAll LabelOutput output,
      @ForAll @IntRange(max = 4) int quarters,
      @ForAll long seed) {
    CalibrationSettings settings = settings(policy, scaling, quarters).withOutput(output);
    List<PreferenceLabel> labels = labels(9, seed);
    List<PreferenceLabel> mirrored = labels.stream().map(Labels::mirrored).toList();
    Calibration found = calibrate(settings, labels, seed);
    Calibration other = calibrate(settings, mirrored, seed);
    assertEquals(found.report(), other.report());
    for (int i = 0; i < found.examples().size(); i++) {
      CalibratedPreference example = found.examples().get(i);
      CalibratedPreference image = other.examples().get(i);
      Provenance origin = example.provenance();
      Provenance expected = example.swapped().provenance();
      assertEquals(
          expected, // bit for bit, but for the exchange, which both saw alike
          new Provenance(
              origin.sample(),
              origin.pass(),
              image.provenance().lines(),
              image.provenance().dominant(),
              image.provenance().label(),
              image.provenance().rule(),
              image.provenance().flipped(),
              !image.provenance().exchanged()));
      assertEquals(example.preference().pair().swapped(), image.preference().pair());
      assertEquals(
          1 - example.preference().probabilityFirst(),
          image.preference().probabilityFirst(),
          1e-15);
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void labelRows_inAnotherOrderOfPrinciples_changeNothing(@ForAll long seed) {
    CalibrationSettings settings = settings(SwapPolicy.MEAN, Scaling.VARIANCE, 1, RULES);
    List<PreferenceLabel> labels = labels(9, seed);
    Calibration expected = calibrate(settings, labels, seed);
    List<PreferenceLabel> byPrinciple = new ArrayList<>(labels);
    byPrinciple.sort(Comparator.comparing(label -> label.principle().name()));
    List<PreferenceLabel> withinPairs = new ArrayList<>(labels);
    for (int i = 0; i < labels.size(); i += 3) {
      Collections.shuffle(withinPairs.subList(i, i + 3), new Random(seed + i));
    }
    for (List<PreferenceLabel> reordered : List.of(byPrinciple, withinPairs)) {
      Calibration found = calibrate(settings, reordered, seed);
      assertEquals(expected.examples(), found.examples());
      assertEquals(expected.report(), found.report());
      assertEquals(expected.judge().byPrinciple(), found.judge().byPrinciple());
      assertEquals(
          expected.judge().overall().variance(), found.judge().overall().variance(), 1e-12);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void examples_areConsistentWithTheirProvenance(
      @ForAll LabelOutput output, @ForAll @IntRange(max = 4) int quarters, @ForAll long seed) {
    CalibrationSettings settings =
        settings(SwapPolicy.AGREE_ELSE_ZERO, Scaling.VARIANCE, quarters, RULES).withOutput(output);
    Calibration found = calibrate(settings, labels(11, seed), seed);
    CalibrationReport report = found.report();
    assertEquals(report.emitted(), found.examples().size());
    assertEquals(33, report.emitted() + report.skipped().inPasses());
    assertEquals(
        report.emitted(), report.dominant().values().stream().mapToInt(Integer::intValue).sum());
    for (CalibratedPreference example : found.examples()) {
      Provenance origin = example.provenance();
      double probability = example.preference().probabilityFirst();
      assertTrue(probability >= 0 && probability <= 1);
      assertEquals(
          example.preference().guideline().principles(),
          origin.lines().stream().map(ScoredPrinciple::stated).toList());
      double strongest = origin.dominantLine().score();
      assertTrue(strongest != 0);
      assertTrue(
          origin.lines().stream().allMatch(line -> Math.abs(line.score()) <= Math.abs(strongest)));
      if (origin.rule() == null) {
        assertEquals(strongest > 0 ? Choice.FIRST : Choice.SECOND, origin.label());
      }
      if (output == LabelOutput.HARD) {
        Choice shown = probability == 1 ? Choice.FIRST : Choice.SECOND;
        assertEquals(origin.flipped(), shown != origin.label());
      }
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void sameSeed_givesTheSame_andSoftShowsWhatHardShows(@ForAll long seed) {
    CalibrationSettings hard = settings(SwapPolicy.MEAN, Scaling.NONE, 1, RULES);
    List<PreferenceLabel> labels = labels(8, seed);
    Calibration one = calibrate(hard, labels, seed);
    assertEquals(one, calibrate(hard, labels, seed));
    for (LabelOutput output : List.of(LabelOutput.SOFT, LabelOutput.SCALED)) {
      Calibration soft = calibrate(hard.withOutput(output), labels, seed);
      assertEquals(one.examples().size(), soft.examples().size());
      for (int i = 0; i < one.examples().size(); i++) {
        Provenance expected = one.examples().get(i).provenance();
        Provenance found = soft.examples().get(i).provenance();
        assertEquals(expected.lines(), found.lines());
        assertEquals(expected.label(), found.label());
        double probability = soft.preferences().get(i).probabilityFirst();
        boolean first = found.label() == Choice.FIRST;
        assertTrue(first ? probability >= 0.5 : probability <= 0.5); // noise below one half
      }
    }
  }
}

package io.github.salmon4j.core.calibration;

import io.github.salmon4j.core.calibration.CalibrationReport.Skipped;
import io.github.salmon4j.core.calibration.LabelRule.Decision;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Calibrator}: draws the example of one pair at a time, and keeps count. */
final class ExampleDraw {

  private final PrincipleSet principles;
  private final CalibrationSettings settings;
  private final JudgeReport judge;
  private final RandomGenerator random;

  private final List<CalibratedPreference> examples = new ArrayList<>();
  private final Map<String, Integer> skippedByRule = new LinkedHashMap<>();
  private int allZero;
  private int belowMinimum;

  ExampleDraw(
      PrincipleSet principles,
      CalibrationSettings settings,
      JudgeReport judge,
      RandomGenerator random) {
    this.principles = principles;
    this.settings = settings;
    this.judge = judge;
    this.random = random;
    settings.rules().forEach(rule -> skippedByRule.put(rule.name(), 0));
  }

  /** What decided, and how; no rule if every rule abstained. */
  private record Ruling(Decision decision, @Nullable String rule) {}

  /** Draws one example, or skips the pair; the order of draws is the calibrator's contract. */
  void draw(JudgedPair judged, int pass) {
    List<ScoredPrinciple> lines = drawLines(judged);
    int dominant = dominant(lines);
    double strength = Math.abs(lines.get(dominant).score());
    if (strength == 0) {
      allZero++;
      return;
    }
    if (strength < settings.scoring().minimum()) {
      belowMinimum++;
      return;
    }
    boolean exchanged = random.nextDouble() < settings.exchange();
    Ruling ruling = rule(judged.pair());
    if (ruling.decision == Decision.SKIP) {
      skippedByRule.merge(Objects.requireNonNull(ruling.rule), 1, Integer::sum);
      return;
    }
    double noise = ruling.rule == null ? settings.noise().judged() : settings.noise().ruled();
    boolean flipped = random.nextDouble() < noise && settings.output() == LabelOutput.HARD;
    Choice label = label(ruling, lines.get(dominant));
    Provenance provenance =
        new Provenance(judged.sample(), pass, lines, dominant, label, ruling.rule, flipped, false);
    CalibratedPreference example = example(judged, provenance, noise);
    examples.add(exchanged ? example.swapped() : example);
  }

  private List<ScoredPrinciple> drawLines(JudgedPair judged) {
    List<Principle> shuffled = new ArrayList<>(principles.principles());
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    int n = settings.subsetSize().draw(shuffled.size(), random);
    List<ScoredPrinciple> lines = new ArrayList<>();
    for (Principle principle : shuffled.subList(0, n)) {
      boolean negated = random.nextDouble() < settings.negation();
      Polarity polarity =
          negated && principle.negation().isPresent() ? Polarity.NEGATED : Polarity.AFFIRMED;
      lines.add(
          new ScoredPrinciple(principle.stated(polarity), score(judged, principle, polarity)));
    }
    return lines;
  }

  private double score(JudgedPair judged, Principle principle, Polarity polarity) {
    JudgeDiagnostics diagnostics =
        Objects.requireNonNull(judge.byPrinciple().get(principle.name()));
    double score = settings.scoring().score(judged.label(principle.name()), diagnostics.variance());
    return polarity == Polarity.NEGATED ? 0.0 - score : score;
  }

  private static int dominant(List<ScoredPrinciple> lines) {
    int dominant = 0;
    for (int i = 1; i < lines.size(); i++) {
      if (Math.abs(lines.get(i).score()) > Math.abs(lines.get(dominant).score())) {
        dominant = i;
      }
    }
    return dominant;
  }

  private Ruling rule(ResponsePair pair) {
    Ruling ruling = new Ruling(Decision.ABSTAIN, null);
    for (LabelRule rule : settings.rules()) {
      Decision decision = Objects.requireNonNull(rule.decide(pair, random), rule.name());
      if (decision != Decision.ABSTAIN) {
        ruling = new Ruling(decision, rule.name());
      }
      if (decision == Decision.SKIP) {
        break;
      }
    }
    return ruling;
  }

  private static Choice label(Ruling ruling, ScoredPrinciple dominant) {
    boolean first =
        ruling.rule == null ? dominant.score() > 0 : ruling.decision == Decision.PREFER_FIRST;
    return first ? Choice.FIRST : Choice.SECOND;
  }

  private CalibratedPreference example(JudgedPair judged, Provenance provenance, double noise) {
    Guideline guideline =
        new Guideline(provenance.lines().stream().map(ScoredPrinciple::stated).toList());
    double certain = provenance.label() == Choice.FIRST ? 1 : 0;
    double probability =
        settings.output() == LabelOutput.HARD
            ? provenance.flipped() ? 1 - certain : certain
            : mixed(provenance.rule() != null ? certain : confidence(judged, provenance), noise);
    return new CalibratedPreference(
        new Preference(judged.pair(), guideline, probability), provenance);
  }

  /** {@code (1 - e) p + e (1 - p)}, in a form whose rounding stays within 0 to 1. */
  private static double mixed(double probability, double noise) {
    return probability + noise * (1 - 2 * probability);
  }

  private double confidence(JudgedPair judged, Provenance provenance) {
    ScoredPrinciple line = provenance.dominantLine();
    if (settings.output() == LabelOutput.SCALED) {
      return sigmoid(line.score());
    }
    PreferenceLabel label = judged.label(line.stated().principle().name());
    double sign = line.stated().polarity() == Polarity.NEGATED ? -1 : 1;
    return (sigmoid(sign * label.marginInOrder()) + sigmoid(sign * label.marginSwapped())) / 2;
  }

  private static double sigmoid(double margin) {
    return 1 / (1 + Math.exp(-margin));
  }

  List<CalibratedPreference> examples() {
    return examples;
  }

  Skipped skipped(int incomplete) {
    return new Skipped(incomplete, allZero, belowMinimum, skippedByRule);
  }
}

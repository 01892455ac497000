package io.github.salmon4j.core.calibration;

import com.google.common.collect.ImmutableMap;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What became of the pairs. Always {@code emitted + skipped.inPasses() = (pairs -
 * skipped.incomplete()) * passes}.
 *
 * @param pairs number of different pairs labeled
 * @param passes how often they were gone through
 * @param emitted number of examples
 * @param skipped what yielded none, by reason
 * @param decidedByRule number of examples whose label a rule decided, by the rule's name; every
 *     rule is listed, in order; unmodifiable
 * @param flipped number of examples whose label noise turned into its opposite
 * @param dominant number of examples that a principle dominates, by the principle's name; every
 *     principle is listed, in order; unmodifiable
 * @param shareNegated share of negated lines among all lines shown; 0 if no example was emitted
 */
public record CalibrationReport(
    int pairs,
    int passes,
    int emitted,
    Skipped skipped,
    Map<String, Integer> decidedByRule,
    int flipped,
    Map<String, Integer> dominant,
    double shareNegated) {

  /** Copies the maps, keeping their order. */
  public CalibrationReport {
    Objects.requireNonNull(skipped, "skipped");
    decidedByRule = ImmutableMap.copyOf(decidedByRule);
    dominant = ImmutableMap.copyOf(dominant);
  }

  /** Counts what the examples tell; the skipped ones left no trace there. */
  static CalibrationReport of(
      int pairs,
      PrincipleSet principles,
      CalibrationSettings settings,
      List<CalibratedPreference> examples,
      Skipped skipped) {
    Map<String, Integer> decidedByRule = new LinkedHashMap<>();
    settings.rules().forEach(rule -> decidedByRule.put(rule.name(), 0));
    Map<String, Integer> dominant = new LinkedHashMap<>();
    principles.forEach(principle -> dominant.put(principle.name(), 0));
    int flipped = 0;
    for (CalibratedPreference example : examples) {
      Provenance origin = example.provenance();
      if (origin.rule() != null) {
        decidedByRule.merge(origin.rule(), 1, Integer::sum);
      }
      dominant.merge(origin.dominantLine().stated().principle().name(), 1, Integer::sum);
      flipped += origin.flipped() ? 1 : 0;
    }
    return new CalibrationReport(
        pairs,
        settings.passes(),
        examples.size(),
        skipped,
        decidedByRule,
        flipped,
        dominant,
        shareNegated(examples));
  }

  private static double shareNegated(List<CalibratedPreference> examples) {
    return examples.stream()
        .flatMap(example -> example.provenance().lines().stream())
        .mapToInt(line -> line.stated().polarity() == Polarity.NEGATED ? 1 : 0)
        .average()
        .orElse(0);
  }

  /**
   * What yielded no example.
   *
   * @param incomplete number of pairs without a label for every principle, left out of all passes
   * @param allZero number of times that every principle shown had score 0: the judge's orders
   *     disagreed, or a principle's variance is 0
   * @param belowMinimum number of times that the largest {@code |score|} was above 0 but below the
   *     minimum
   * @param byRule number of times that a rule skipped a pair, by the rule's name; every rule is
   *     listed, in order; unmodifiable
   */
  public record Skipped(
      int incomplete, int allZero, int belowMinimum, Map<String, Integer> byRule) {

    /** Copies the map, keeping its order. */
    public Skipped {
      byRule = ImmutableMap.copyOf(byRule);
    }

    /** {@return how many times a complete pair yielded no example, over all passes} */
    public int inPasses() {
      return allZero + belowMinimum + byRule.values().stream().mapToInt(Integer::intValue).sum();
    }
  }
}

package io.github.salmon4j.core.calibration;

import io.github.salmon4j.core.calibration.CalibrationReport.Skipped;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Makes training examples for a reward model out of a judge's raw labels (SALMON, arXiv:2310.05910,
 * section 3.2, and the released code).
 *
 * <p>For every pass and every pair, with its margins d12 and d21 under each principle p:
 *
 * <pre>
 *   P    = the first n of the shuffled principles
 *   s[p] = scaling(swapPolicy(d12[p], d21[p])), its sign changed if p is negated
 *   j    = first argmax of |s[p]| over P; no example if s[j] = 0 or |s[j]| is below the minimum
 *   the first response is better if s[j] &gt; 0, else the second; unless a rule decides
 * </pre>
 *
 * <p>Then noise may flip the label, and the responses may change places, label and scores with
 * them. The example's guideline is P in shuffled order, each line with its polarity. The variance
 * that scales a principle's margins is over all its labels, those of incomplete pairs included.
 *
 * <p>All chance comes from one generator, drawn from in this order for each pair of each pass: one
 * {@code nextInt(i + 1)} for {@code i = N - 1 .. 1} (the shuffle, from the set's order, exchanging
 * entry i with the one drawn); what {@link SubsetSize#draw} takes; one {@code nextDouble()} per
 * line in order (negated if below the probability; drawn for a principle without a negation too,
 * and ignored); then, unless the pair is skipped, one for the exchange of responses; what the rules
 * take; and, unless a rule skips the pair, one for noise, with soft labels too. The released code
 * seeds only the shuffles, so its counts and negations cannot be repeated.
 *
 * <p>Immutable; safe for use by many threads if the rules are, each thread with a generator of its
 * own. Costs O(pairs x principles x passes) and what the rules cost.
 */
public final class Calibrator {

  private final PrincipleSet principles;
  private final CalibrationSettings settings;

  /**
   * A calibrator for guidelines over a set of principles.
   *
   * @param principles what guidelines are drawn from; at least one, and as many as a fixed subset
   *     size asks for. The released code judges by 11 and draws from 8 of them
   * @param settings every choice
   * @throws IllegalArgumentException if there are too few principles
   */
  public Calibrator(PrincipleSet principles, CalibrationSettings settings) {
    this.principles = principles;
    this.settings = settings;
    if (principles.size() < settings.subsetSize().least()) {
      throw new IllegalArgumentException(
          "principles: expected at least %d, found %d"
              .formatted(settings.subsetSize().least(), principles.size()));
    }
  }

  /**
   * {@return the examples made of these labels, with reports}
   *
   * @param labels raw labels; may be empty. Labels of one pair belong together wherever they stand.
   *     A pair without a label for every principle is skipped and counted; labels for principles
   *     outside the set enter the judge's report only
   * @param random where chance comes from; the same state gives the same examples
   * @throws IllegalArgumentException if a pair has two labels for one principle, a principle was
   *     judged by another definition than the set's, or margins are so large that their variance is
   *     not finite
   */
  public Calibration calibrate(List<PreferenceLabel> labels, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    requireSameDefinitions(labels);
    List<JudgedPair> pairs = JudgedPair.group(labels);
    List<JudgedPair> complete = pairs.stream().filter(pair -> pair.hasAll(principles)).toList();
    JudgeReport judge = JudgeReport.of(labels);
    ExampleDraw draw = new ExampleDraw(principles, settings, judge, random);
    for (int pass = 0; pass < settings.passes(); pass++) {
      for (JudgedPair pair : complete) {
        draw.draw(pair, pass);
      }
    }
    Skipped skipped = draw.skipped(pairs.size() - complete.size());
    CalibrationReport report =
        CalibrationReport.of(pairs.size(), principles, settings, draw.examples(), skipped);
    return new Calibration(draw.examples(), report, judge);
  }

  private void requireSameDefinitions(List<PreferenceLabel> labels) {
    Map<String, Principle> byName =
        principles.principles().stream()
            .collect(Collectors.toMap(Principle::name, Function.identity()));
    for (int row = 0; row < labels.size(); row++) {
      Principle judged = labels.get(row).principle();
      Principle shown = byName.getOrDefault(judged.name(), judged);
      if (!judged.definition().equals(shown.definition())) {
        throw new IllegalArgumentException(
            "label %d principle '%s': expected the definition \"%s\", found \"%s\""
                .formatted(row, judged.name(), shown.definition(), judged.definition()));
      }
    }
  }
}

package io.github.salmon4j.core.calibration;

import io.github.salmon4j.core.language.LanguageDetector;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Every choice between raw labels and training examples.
 *
 * @param scoring how margins become scores
 * @param subsetSize how many principles an example shows; a random subset in the paper, geometric
 *     with 0.2 in the released code
 * @param negation probability that a principle shown is negated, 0 to 1, one by one; "some" in the
 *     paper, 0.5 in the released code. A principle without a negation is never negated
 * @param exchange probability that the two responses of an example change places, 0 to 1; 0.5 in
 *     the released code
 * @param rules what overrules the judge, in order, with distinct names; none in the paper, {@link
 *     BannedPhrase} and then {@link SameLanguage} in the released code
 * @param noise how often labels are turned into their opposite
 * @param output hard labels, as in paper and released code, or others
 * @param passes how often every pair is gone through, each time with fresh draws; at least 1; not
 *     stated in the paper, 4 in the released code
 */
public record CalibrationSettings(
    Scoring scoring,
    SubsetSize subsetSize,
    double negation,
    double exchange,
    List<LabelRule> rules,
    LabelNoise noise,
    LabelOutput output,
    int passes) {

  /**
   * Checks the components and copies the list.
   *
   * @throws IllegalArgumentException if one is out of its range, or two rules have the same name
   */
  public CalibrationSettings {
    Objects.requireNonNull(scoring, "scoring");
    Objects.requireNonNull(subsetSize, "subsetSize");
    requireProbability("negation", negation);
    requireProbability("exchange", exchange);
    rules = List.copyOf(rules);
    requireDistinctNames(rules);
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(output, "output");
    if (passes < 1) {
      throw new IllegalArgumentException("passes: expected 1 or more, found " + passes);
    }
  }

  /** {@return the released SALMON code's settings, but no rule} */
  public static CalibrationSettings defaults() {
    return new CalibrationSettings(
        new Scoring(SwapPolicy.AGREE_ELSE_ZERO, Scaling.VARIANCE, 0),
        new SubsetSize.Geometric(0.2),
        0.5,
        0.5,
        List.of(),
        new LabelNoise(0.10, 0.25),
        LabelOutput.HARD,
        4);
  }

  /**
   * {@return the released SALMON code's settings with both of its rules}
   *
   * @param detector tells the languages of prompts and responses
   */
  public static CalibrationSettings releasedCode(LanguageDetector detector) {
    return defaults()
        .withRules(List.of(BannedPhrase.selfDescription(), new SameLanguage(detector)));
  }

  /**
   * {@return the paper's settings: plain means, no scaling, no rules, no noise, one pass} Where it
   * says only "random" or "some", the released code's numbers: geometric 0.2, negation 0.5,
   * exchange 0.5.
   */
  public static CalibrationSettings paper() {
    return new CalibrationSettings(
        new Scoring(SwapPolicy.MEAN, Scaling.NONE, 0),
        new SubsetSize.Geometric(0.2),
        0.5,
        0.5,
        List.of(),
        LabelNoise.none(),
        LabelOutput.HARD,
        1);
  }

  /**
   * {@return these settings with other rules}
   *
   * @param rules all the rules, in order
   */
  public CalibrationSettings withRules(List<? extends LabelRule> rules) {
    return new CalibrationSettings(
        scoring, subsetSize, negation, exchange, List.copyOf(rules), noise, output, passes);
  }

  /**
   * {@return these settings with another output}
   *
   * @param output what the examples' probabilities are
   */
  public CalibrationSettings withOutput(LabelOutput output) {
    return new CalibrationSettings(
        scoring, subsetSize, negation, exchange, rules, noise, output, passes);
  }

  static void requireProbability(String what, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(what + ": expected 0 to 1, found " + probability);
    }
  }

  private static void requireDistinctNames(List<LabelRule> rules) {
    Set<String> names = new HashSet<>();
    for (LabelRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException(
            "rules: expected distinct names, found '" + rule.name() + "' twice");
      }
    }
  }
}

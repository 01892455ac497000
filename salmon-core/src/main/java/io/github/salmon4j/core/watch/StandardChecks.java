package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.language.LanguageDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The measures and detectors that fit most runs.
 *
 * <p>{@link #detectors()} holds, with default thresholds: drift of {@code tokens} either way, of
 * {@code near-cap}, {@code banned} and {@code self-praise} up, of {@code stopped}, {@code
 * language-match} and {@code distinct-2} down; phrase growth; score divergence. The chances of a
 * false alarm that they state add up, to a few percent of steps.
 *
 * @param maximumTokens the largest number of sampled tokens; 1 or more
 * @param language tells languages; {@code text -> Optional.empty()} leaves that measure out
 * @param banned what no response should say; may be empty
 * @param selfPraise how a response praises itself, in the languages of the run; may be empty
 */
public record StandardChecks(
    int maximumTokens, LanguageDetector language, List<Pattern> banned, List<Pattern> selfPraise) {

  /** Name of the measure of banned phrases. */
  public static final String BANNED = "banned";

  /** Name of the measure of self-praise. */
  public static final String SELF_PRAISE = "self-praise";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the number of tokens is below 1
   */
  public StandardChecks {
    Measures.nearCap(maximumTokens);
    Objects.requireNonNull(language, "language");
    banned = List.copyOf(banned);
    selfPraise = List.copyOf(selfPraise);
  }

  /** {@return score, divergence, and all that {@link #detectors()} follow} */
  public List<Measure> measures() {
    List<Measure> all = new ArrayList<>(List.of(Measures.score(), Measures.divergence()));
    drifts().forEach(drift -> all.add(drift.measure()));
    return List.copyOf(all);
  }

  /** {@return detectors with default thresholds} */
  public List<Detector> detectors() {
    List<Detector> all = new ArrayList<>(drifts());
    all.add(PhraseGrowth.defaults());
    all.add(ScoreDivergence.defaults());
    return List.copyOf(all);
  }

  private List<MeasureDrift> drifts() {
    return List.of(
        MeasureDrift.of(Measures.tokens(), MeasureDrift.Direction.EITHER),
        MeasureDrift.of(Measures.nearCap(maximumTokens), MeasureDrift.Direction.UP),
        MeasureDrift.of(Measures.stopped(), MeasureDrift.Direction.DOWN),
        MeasureDrift.of(Measures.languageMatch(language), MeasureDrift.Direction.DOWN),
        MeasureDrift.of(Measures.distinct2(), MeasureDrift.Direction.DOWN),
        MeasureDrift.of(Measures.patterns(BANNED, banned), MeasureDrift.Direction.UP),
        MeasureDrift.of(Measures.patterns(SELF_PRAISE, selfPraise), MeasureDrift.Direction.UP));
  }
}

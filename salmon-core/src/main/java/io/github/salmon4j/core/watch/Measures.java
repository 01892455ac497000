package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.language.FinishReason;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** The usual regression measures of a run that trains a policy. */
public final class Measures {

  /** Name of {@link #score()}. */
  public static final String SCORE = "score";

  /** Name under which scores under principles that are not trained on are kept. */
  public static final String HELD_OUT_SCORE = "held-out-score";

  /** Name of {@link #divergence()}. */
  public static final String DIVERGENCE = "divergence";

  /** Name of {@link #stopped()}. */
  public static final String STOPPED = "stopped";

  /** Name of {@link #tokens()}. */
  public static final String TOKENS = "tokens";

  /** Name of {@link #nearCap}. */
  public static final String NEAR_CAP = "near-cap";

  /** Name of {@link #languageMatch}. */
  public static final String LANGUAGE_MATCH = "language-match";

  /** Name of {@link #distinct2()}. */
  public static final String DISTINCT_2 = "distinct-2";

  /** Share of the cap above which a response is near it. */
  private static final double NEAR = 0.8;

  private Measures() {}

  /** {@return the rollout's score} */
  public static Measure score() {
    return new Plain(SCORE, Measure.Scale.NUMBER, WatchedRollout::score);
  }

  /** {@return the sequence's divergence from the reference policy, in nats} */
  public static Measure divergence() {
    return new Plain(DIVERGENCE, Measure.Scale.NUMBER, WatchedRollout::divergence);
  }

  /** {@return whether the policy ended the response itself: the mean is the stop rate} */
  public static Measure stopped() {
    return new Plain(
        STOPPED,
        Measure.Scale.SHARE,
        rollout -> rollout.finishReason() == FinishReason.FINISHED ? 1 : 0);
  }

  /** {@return the number of sampled tokens} */
  public static Measure tokens() {
    return new Plain(TOKENS, Measure.Scale.NUMBER, WatchedRollout::tokens);
  }

  /**
   * {@return whether the response has more than 0.8 of the tokens that it may have}
   *
   * @param maximumTokens the largest number of sampled tokens; 1 or more
   * @throws IllegalArgumentException if it is below 1
   */
  public static Measure nearCap(int maximumTokens) {
    if (maximumTokens < 1) {
      throw new IllegalArgumentException(
          "maximum tokens: expected 1 or more, found " + maximumTokens);
    }
    return new Plain(
        NEAR_CAP, Measure.Scale.SHARE, rollout -> rollout.tokens() > NEAR * maximumTokens ? 1 : 0);
  }

  /**
   * {@return whether the response is in the prompt's language; no number if either cannot be told}
   *
   * @param detector tells the languages
   */
  public static Measure languageMatch(LanguageDetector detector) {
    return new LanguageMatch(detector);
  }

  /**
   * {@return different pairs of neighbouring words divided by all pairs, in (0, 1]; no number for
   * less than two words} Within each response, then averaged, so that it does not depend on how
   * many responses a step has; Li et al. 2016 (arXiv:1510.03055) count over all responses together
   * and divide by the words. Longer responses repeat more.
   */
  public static Measure distinct2() {
    return new DistinctBigrams();
  }

  /**
   * {@return whether any of some patterns occurs in the response}
   *
   * @param name name of the measure, such as {@code banned}
   * @param patterns looked for anywhere in the text. They meet what a policy under training writes:
   *     a pattern that backtracks without bound can stall the run
   */
  public static Measure patterns(String name, List<Pattern> patterns) {
    return new PatternShare(name, patterns);
  }

  private record Plain(String name, Scale scale, ToDoubleFunction<WatchedRollout> number)
      implements Measure {

    @Override
    public OptionalDouble of(WatchedRollout rollout) {
      return OptionalDouble.of(number.applyAsDouble(rollout));
    }
  }
}

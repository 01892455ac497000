package io.github.salmon4j.core.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.reward.ScoreStatistics;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static final LanguageDetector FIRST_LETTER =
      text -> text.isEmpty() ? Optional.empty() : Optional.of(text.substring(0, 1));

  @Test
  void standardMeasures_byHand() {
    StandardChecks checks =
        new StandardChecks(
            100,
            FIRST_LETTER,
            List.of(Pattern.compile("as an AI")),
            List.of(Pattern.compile("best (answer|reply)")));
    List<WatchedRollout> rollouts =
        List.of(
            new WatchedRollout(
                Prompt.of("e?"), "e: the best reply", 80, FinishReason.FINISHED, 1.5, 2),
            new WatchedRollout(
                Prompt.of("e?"), "as an AI, as an AI", 81, FinishReason.TRUNCATED, 0.5, 4),
            new WatchedRollout(Prompt.of("e?"), "", 0, FinishReason.FINISHED, 1, 0));
    Metrics metrics = BatchMeasures.of(checks.measures(), rollouts).metrics(9);
    assertEquals(
        new Metrics(
            9,
            Map.of(
                "watch/score", 1.0,
                "watch/divergence", 2.0,
                "watch/tokens", (80 + 81 + 0) / 3.0,
                "watch/near-cap", 1 / 3.0,
                "watch/stopped", 2 / 3.0,
                "watch/language-match", 0.5,
                "watch/distinct-2", (1 + 3 / 5.0) / 2,
                "watch/banned", 1 / 3.0,
                "watch/self-praise", 1 / 3.0)),
        rounded(metrics));
  }

  /** Running means differ from quotients in the last digit. */
  private static Metrics rounded(Metrics metrics) {
    Map<String, Double> exact =
        Map.of("watch/tokens", 161 / 3.0, "watch/near-cap", 1 / 3.0, "watch/stopped", 2 / 3.0);
    Map<String, Double> values = new java.util.LinkedHashMap<>(metrics.values());
    values.replaceAll(
        (name, value) ->
            Math.abs(value - exact.getOrDefault(name, 1 / 3.0)) < 1e-12
                ? exact.getOrDefault(name, 1 / 3.0)
                : value);
    return new Metrics(metrics.step(), values);
  }

  @Test
  void of_aBatch_takesEachRolloutsNumbers() {
    Rollout rollout =
        new Rollout(
            Prompt.of("?"),
            Guideline.of(Principle.of("A", "a")),
            new TokenSequence(TokenIds.of(1), TokenIds.of(2, 3)),
            FinishReason.TRUNCATED,
            TokenLogProbs.of(-1, -2),
            TokenLogProbs.of(-2, -4),
            List.of(new RewardComponent("score", 2), new RewardComponent("length", 0.5)),
            new RolloutTrace(0, 0, "t", new RewardScore(2, 4, 0), FloatMatrix.of(1, 2, 0, 0)));
    assertEquals(
        List.of(new WatchedRollout(Prompt.of("?"), "t", 2, FinishReason.TRUNCATED, 2, 3)),
        WatchedRollout.of(new RolloutBatch(List.of(rollout)), r -> "t"));
  }

  @Test
  void distinct2_countsPairsWithinAResponse() {
    Measure measure = Measures.distinct2();
    assertEquals(OptionalDouble.empty(), measure.of(Watched.saying("one")));
    assertEquals(OptionalDouble.of(1), measure.of(Watched.saying("one two")));
    assertEquals(OptionalDouble.of(0.5), measure.of(Watched.saying("A b, a B. a")));
    assertEquals(
        List.of("a B", "B. a"),
        new Example(Watched.saying("A b, a B. a"), measure.spans(Watched.saying("A b, a B. a")))
            .matches());
  }

  @Test
  void patterns_spanWhatMatches() {
    Measure measure =
        Measures.patterns("p", List.of(Pattern.compile("x*"), Pattern.compile("great")));
    WatchedRollout rollout = Watched.saying("great xx");
    assertEquals(List.of("xx", "great"), new Example(rollout, measure.spans(rollout)).matches());
    assertEquals(OptionalDouble.of(1), measure.of(rollout));
    Measure none = Measures.patterns("p", List.of());
    assertEquals(OptionalDouble.of(0), none.of(rollout));
  }

  @Test
  void words_areLettersMarksDigitsAndInnerApostrophes() {
    Words words = Words.of("I've 'two' na\u0131\u0308ve  \u00c4PFEL\u2014\u4f60\u597d 3.5!");
    assertEquals(
        List.of("i've", "two", "na\u0131\u0308ve", "\u00e4pfel", "\u4f60\u597d", "3", "5"),
        words.texts());
    assertEquals(new Span(6, 9), words.spans().get(1));
    assertEquals(List.of(new Span(0, 9)), words.find("i've two", 2));
    assertEquals(7 + 6 - 1 - 6, words.phrases(2, 2).size());
  }

  @Test
  void batch_withoutNumbers_isLeftOutOfMetrics() {
    BatchMeasures measures =
        BatchMeasures.of(List.of(Measures.distinct2()), List.of(Watched.saying("one")));
    assertEquals(new Metrics(1, Map.of()), measures.metrics(1));
    assertEquals(ScoreStatistics.empty(), measures.get("no such"));
    BatchMeasures more = measures.with(Measures.HELD_OUT_SCORE, ScoreStatistics.of(1, 2));
    assertEquals(new Metrics(1, Map.of("watch/held-out-score", 1.5)), more.metrics(1));
  }

  @Test
  void badInput_isRefused() {
    List<Measure> twice = List.of(Measures.score(), Measures.score());
    refused(
        "measures: expected distinct names, found 'score' twice",
        () -> BatchMeasures.of(twice, List.of()));
    refused("maximum tokens: expected 1 or more, found 0", () -> Measures.nearCap(0));
    refused(
        "maximum tokens: expected 1 or more, found 0",
        () -> new StandardChecks(0, FIRST_LETTER, List.of(), List.of()));
    refused("span: expected 0 <= start < end, found 2, 2", () -> new Span(2, 2));
    refused("span: expected 0 <= start < end, found -1, 2", () -> new Span(-1, 2));
    refused(
        "span end: expected at most 1, found 2",
        () -> new Example(Watched.saying("a"), List.of(new Span(0, 2))));
    refused("tokens: expected 0 or more, found -1", () -> Watched.of(-1, FinishReason.FINISHED));
    refused(
        "score, divergence: expected finite numbers, found NaN, 0.0",
        () -> new WatchedRollout(Prompt.of("?"), "", 0, FinishReason.FINISHED, Double.NaN, 0));
    refused(
        "baseline: expected at least 1 rollout, found 0", () -> Baseline.of(List.of(), List.of()));
  }

  static void refused(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}

package io.github.salmon4j.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolicRewardTest {

  private static final Prompt PROMPT = Prompt.of("Wie geht es dir?");

  /** Reads the first letter; a dash says nothing. */
  private static final LanguageDetector FIRST_LETTER =
      text ->
          text.isEmpty() || text.startsWith("-")
              ? Optional.empty()
              : Optional.of(text.substring(0, 1));

  private static ScoredResponse response(Prompt prompt, String text, int tokens) {
    return new ScoredResponse(prompt, text, tokens, FinishReason.FINISHED, 1.0);
  }

  private static ScoredResponse ending(FinishReason reason) {
    return new ScoredResponse(PROMPT, "Gut", 3, reason, 1.0);
  }

  private static void assertRejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 512, 2.5",
    "1, 1024, 4",
    "1, 820, 4",
    "1, 819, 3.9990234375",
    "-0.4, 300, -0.5859375",
    "-0.4, 1024, -2",
    "0, 1024, 0",
    "1, 0, 0"
  })
  void lengthBonus_released_isCappedAtFourFifths(double multiplier, int tokens, double bonus) {
    Prompt prompt = new Prompt("q", PromptKind.GENERAL, multiplier);
    RewardComponent term = LengthBonus.released().term(response(prompt, "a", tokens), 9);
    assertEquals("length bonus", term.name());
    assertEquals(bonus, term.value(), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"GENERAL, 1024, 5", "GENERAL, 2048, 10", "REASONING, 1024, -2", "REASONING, 0, 0"})
  void lengthBonus_paper_hasNoCap(PromptKind kind, int tokens, double bonus) {
    ScoredResponse response = response(Prompt.of("q", kind), "", tokens);
    assertEquals(bonus, LengthBonus.paper().term(response, 0).value(), 1e-15);
    assertEquals(0, LengthBonus.none().term(response, 0).value(), 0.0);
  }

  @Test
  void lengthBonus_outOfRange_isRejected() {
    assertRejects(
        "length bonus coefficient: expected a finite number, found NaN",
        () -> new LengthBonus(Double.NaN, 1, 1));
    assertRejects(
        "length bonus cap: expected 0 or more, found -0.1", () -> new LengthBonus(1, -0.1, 1));
    assertRejects(
        "length bonus cap: expected 0 or more, found NaN", () -> new LengthBonus(1, Double.NaN, 1));
    assertRejects(
        "length bonus maximum tokens: expected 1 or more, found 0", () -> new LengthBonus(1, 1, 0));
  }

  @ParameterizedTest
  @CsvSource({"3, -3", "-2, -8", "0, -6"})
  void missingStop_subtract_isRelative(double reward, double penalized) {
    MissingStopPenalty penalty = new MissingStopPenalty.Subtract(6);
    assertEquals(penalized, penalty.penalized(reward));
    assertEquals(-6, penalty.term(ending(FinishReason.TRUNCATED), reward).value());
    assertEquals("missing stop", penalty.term(ending(FinishReason.TRUNCATED), reward).name());
  }

  @ParameterizedTest
  @CsvSource({"3, -4", "-2, 1", "-1, 0"})
  void missingStop_replace_addsTheDifference(double reward, double term) {
    MissingStopPenalty penalty = new MissingStopPenalty.Replace(-1);
    assertEquals(-1, penalty.penalized(reward));
    assertEquals(term, penalty.term(ending(FinishReason.TRUNCATED), reward).value());
  }

  @ParameterizedTest
  @CsvSource({"3, 0.75", "-2, -8", "0, 0", "1, 0.25"})
  void missingStop_scale_neverRewards(double reward, double penalized) {
    MissingStopPenalty penalty = new MissingStopPenalty.Scale(0.25);
    assertEquals(penalized, penalty.penalized(reward));
    assertEquals(penalized - reward, penalty.term(ending(FinishReason.TRUNCATED), reward).value());
  }

  @Test
  void missingStop_finished_costsNothing() {
    for (MissingStopPenalty penalty :
        new MissingStopPenalty[] {
          new MissingStopPenalty.Subtract(6),
          new MissingStopPenalty.Replace(-1),
          new MissingStopPenalty.Scale(0.5)
        }) {
      assertEquals(
          new RewardComponent("missing stop", 0), penalty.term(ending(FinishReason.FINISHED), 3));
    }
    assertEquals(0, MissingStopPenalty.none().term(ending(FinishReason.TRUNCATED), 3).value());
  }

  @Test
  void missingStop_outOfRange_isRejected() {
    assertRejects(
        "missing-stop amount: expected 0 or more, found -6.0",
        () -> new MissingStopPenalty.Subtract(-6));
    assertRejects(
        "missing-stop amount: expected a finite number, found Infinity",
        () -> new MissingStopPenalty.Subtract(Double.POSITIVE_INFINITY));
    assertRejects(
        "missing-stop constant: expected a finite number, found NaN",
        () -> new MissingStopPenalty.Replace(Double.NaN));
    assertRejects(
        "missing-stop factor: expected above 0, at most 1, found 0.0",
        () -> new MissingStopPenalty.Scale(0));
    assertRejects(
        "missing-stop factor: expected above 0, at most 1, found 1.5",
        () -> new MissingStopPenalty.Scale(1.5));
  }

  @ParameterizedTest
  @CsvSource({"Wwas, W, 1.5", "What, Gut, 0", "-, -, 0", "-, W, 0", "W, -, 0", "W, '', 0"})
  void languageBonus_needsOneLanguageKnownTwice(String prompt, String text, double bonus) {
    LanguageBonus rule = new LanguageBonus(1.5, FIRST_LETTER);
    assertEquals(
        new RewardComponent("language bonus", bonus),
        rule.term(response(Prompt.of(prompt), text, 1), 7));
  }

  @Test
  void languageBonus_outOfRange_isRejected() {
    assertRejects(
        "language bonus coefficient: expected a finite number, found NaN",
        () -> new LanguageBonus(Double.NaN, FIRST_LETTER));
    assertThrows(NullPointerException.class, () -> new LanguageBonus(1, null));
  }

  @ParameterizedTest
  @CsvSource({"-3, 1", "-2, 0", "0, 0", "5, 0", "6.5, -1.5"})
  void clipping_addsTheWayBackToTheBound(double reward, double term) {
    ScoreClipping clipping = new ScoreClipping(-2, 5);
    assertEquals(
        new RewardComponent("clipping", term), clipping.term(response(PROMPT, "", 0), reward));
    assertEquals(0, ScoreClipping.none().term(response(PROMPT, "", 0), reward).value());
  }

  @Test
  void clipping_impossibleBounds_areRejected() {
    assertRejects(
        "score clipping: expected minimum <= maximum, found 1.0, 0.0",
        () -> new ScoreClipping(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ScoreClipping(Double.NaN, 0));
    double infinity = Double.POSITIVE_INFINITY;
    assertThrows(IllegalArgumentException.class, () -> new ScoreClipping(infinity, infinity));
    assertThrows(IllegalArgumentException.class, () -> new ScoreClipping(-infinity, -infinity));
  }

  @Test
  void weighted_multipliesAUsersTerm() {
    SymbolicReward polite = (response, soFar) -> new RewardComponent("polite", soFar);
    assertEquals(
        new RewardComponent("polite", -6), polite.weighted(-2).term(response(PROMPT, "", 0), 3));
    assertRejects(
        "weight: expected a finite number, found Infinity",
        () -> polite.weighted(Double.POSITIVE_INFINITY));
  }

  @Test
  void scoredResponse_badInput_namesIt() {
    assertRejects(
        "score: expected a finite number, found NaN",
        () -> new ScoredResponse(PROMPT, "", 0, FinishReason.FINISHED, Double.NaN));
    assertRejects(
        "score: expected a finite number, found -Infinity",
        () -> new ScoredResponse(PROMPT, "", 0, FinishReason.FINISHED, Double.NEGATIVE_INFINITY));
    assertRejects(
        "tokens: expected 0 or more, found -1",
        () -> new ScoredResponse(PROMPT, "", -1, FinishReason.FINISHED, 0));
    assertThrows(
        NullPointerException.class,
        () -> new ScoredResponse(PROMPT, null, 0, FinishReason.FINISHED, 0));
  }
}

package io.github.salmon4j.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalRewardTest {

  private static final Prompt PROMPT = Prompt.of("Where?");
  private static final ScoredResponse ENDLESS = response(1.0, 1024, FinishReason.TRUNCATED);

  private static ScoredResponse response(double score, int tokens, FinishReason reason) {
    return new ScoredResponse(PROMPT, "Here.", tokens, reason, score);
  }

  private static double sum(List<RewardComponent> components) {
    return components.stream().mapToDouble(RewardComponent::value).sum();
  }

  @Test
  void released_fullLengthWithoutStop_isMinusOne() {
    List<RewardComponent> terms = TerminalReward.of(RewardSettings.released()).components(ENDLESS);
    assertEquals(
        List.of(
            new RewardComponent("score", 1),
            new RewardComponent("normalization", 0),
            new RewardComponent("clipping", 0),
            new RewardComponent("missing stop", -6),
            new RewardComponent("length bonus", 4)),
        terms);
    assertEquals(-1.0, sum(terms));
  }

  @Test
  void paper_isScoreAndLengthAlone() {
    assertEquals(6.0, sum(TerminalReward.of(RewardSettings.paper()).components(ENDLESS)));
    Prompt reasoning = Prompt.of("How many?", PromptKind.REASONING);
    ScoredResponse response = new ScoredResponse(reasoning, "7", 1024, FinishReason.FINISHED, 1.0);
    assertEquals(-1.0, sum(TerminalReward.of(RewardSettings.paper()).components(response)), 1e-15);
  }

  @Test
  void alpacaFarm_replacesTheScore() {
    TerminalReward reward = TerminalReward.of(RewardSettings.alpacaFarm());
    assertEquals(-1.0, sum(reward.components(ENDLESS)));
    assertEquals(2.5, sum(reward.components(response(2.5, 1024, FinishReason.FINISHED))));
  }

  @Test
  void components_allTermsAtWork_eachShowsItsDifference() {
    RewardSettings settings =
        new RewardSettings(
            new ScoreNormalization.Reference(1, 2),
            new ScoreClipping(-3, 3),
            new MissingStopPenalty.Scale(0.5),
            1.0,
            LengthBonus.released());
    TerminalReward reward = TerminalReward.of(settings, text -> Optional.of("en"));
    assertEquals(
        List.of(
            new RewardComponent("score", 9),
            new RewardComponent("normalization", -5), // (9 - 1) / 2 = 4
            new RewardComponent("clipping", -1), // 3
            new RewardComponent("missing stop", -1.5), // 1.5
            new RewardComponent("language bonus", 1),
            new RewardComponent("length bonus", 2.5)),
        reward.components(response(9, 512, FinishReason.TRUNCATED)));
  }

  @Test
  void components_usersTerms_seeTheSumBeforeThem() {
    SymbolicReward doubling = (response, soFar) -> new RewardComponent("doubling", soFar);
    TerminalReward reward =
        new TerminalReward(
            new ScoreNormalization.Reference(1, 1),
            List.of(doubling, LengthBonus.released(), doubling.weighted(0.5)));
    List<RewardComponent> terms = reward.components(response(4, 512, FinishReason.FINISHED));
    assertEquals(
        List.of(4.0, -1.0, 3.0, 2.5, 4.25), terms.stream().map(RewardComponent::value).toList());
    assertThrows(UnsupportedOperationException.class, () -> terms.remove(0));
  }

  @Test
  void components_emptyResponse_hasEveryTerm() {
    TerminalReward reward = TerminalReward.of(RewardSettings.released(), text -> Optional.empty());
    ScoredResponse empty = new ScoredResponse(PROMPT, "", 0, FinishReason.FINISHED, 0.5);
    assertEquals(6, reward.components(empty).size());
    assertEquals(0.5, sum(reward.components(empty)));
  }

  @Test
  void components_termNotFinite_isRejectedByName() {
    TerminalReward overflow =
        new TerminalReward(
            new ScoreNormalization.None(), List.of(new LengthBonus(1e308, 1e308, 1)));
    assertEquals(
        "reward component 'length bonus': expected a finite number, found Infinity",
        assertThrows(IllegalArgumentException.class, () -> overflow.components(ENDLESS))
            .getMessage());
  }

  @Test
  void of_languageBonusWithoutDetector_isRejected() {
    RewardSettings released = RewardSettings.released();
    RewardSettings settings =
        new RewardSettings(
            released.normalization(),
            released.clipping(),
            released.missingStop(),
            1.0,
            released.lengthBonus());
    assertEquals(
        "language bonus: expected 0 without a detector, found 1.0",
        assertThrows(IllegalArgumentException.class, () -> TerminalReward.of(settings))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RewardSettings(
                released.normalization(),
                released.clipping(),
                released.missingStop(),
                Double.NaN,
                released.lengthBonus()));
  }

  @Test
  void after_running_learnsFromRawScoresAndLeavesTheOldAlone() {
    TerminalReward start =
        new TerminalReward(ScoreNormalization.Running.start(), List.of(new ScoreClipping(-1, 1)));
    ScoredResponse low = response(2, 1, FinishReason.FINISHED);
    ScoredResponse high = response(6, 1, FinishReason.FINISHED);
    TerminalReward next = start.after(List.of(low, high));
    assertEquals(
        Map.of("score", 6.0, "normalization", 2 / Math.sqrt(8) - 6, "clipping", 0.0),
        Map.of(
            "score", next.components(high).get(0).value(),
            "normalization", next.components(high).get(1).value(),
            "clipping", next.components(high).get(2).value()));
    assertEquals(
        new ScoreNormalization.Running(new ScoreStatistics(2, 4, 8)), next.normalization());
    assertEquals(ScoreNormalization.Running.start(), start.normalization());
    assertEquals(0, start.components(high).get(1).value());
  }
}

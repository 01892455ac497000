package io.github.salmon4j.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {

  private static Rollout rollout(TokenLogProbs reference, double... terms) {
    List<RewardComponent> reward =
        Arrays.stream(terms).mapToObj(v -> new RewardComponent("term", v)).toList();
    return new Rollout(
        Prompt.of("Why?"),
        Guideline.of(Principle.of("A", "Do a.")),
        new TokenSequence(TokenIds.of(1), TokenIds.of(2, 3)),
        FinishReason.FINISHED,
        TokenLogProbs.of(-1, -0.5f),
        reference,
        reward,
        trace(0.1f, 0.2f));
  }

  private static RolloutTrace trace(float... values) {
    return new RolloutTrace(
        4, 99, "Because.", new RewardScore(3, 20, 2), FloatMatrix.of(1, values.length, values));
  }

  @Test
  void totalReward_isTheSumOfItsTerms() {
    assertEquals(-1, rollout(TokenLogProbs.of(-1, -1), 1, -6, 4).totalReward());
    assertEquals(0, rollout(TokenLogProbs.of(-1, -1)).totalReward());
  }

  @Test
  void divergence_isPositiveWhereThePolicyIsSurer() {
    assertEquals(1.5, rollout(TokenLogProbs.of(-2, -1)).divergence());
  }

  @Test
  void rollout_needsOneLogProbOfEachKindForEachToken() {
    assertThrows(IllegalArgumentException.class, () -> rollout(TokenLogProbs.of(-1)));
  }

  @Test
  void batch_averages() {
    RolloutBatch batch =
        new RolloutBatch(
            List.of(rollout(TokenLogProbs.of(-2, -1), 3), rollout(TokenLogProbs.of(-1, -0.5f), 1)));
    assertEquals(2, batch.meanReward());
    assertEquals(0.75, batch.meanDivergence());
    assertThrows(IllegalArgumentException.class, () -> new RolloutBatch(List.of()));
  }

  @Test
  void report_stepsCountFromOne() {
    RolloutBatch batch = new RolloutBatch(List.of(rollout(TokenLogProbs.of(-1, -1))));
    RatioReport ratio = new RatioReport(9, 0, 0, 0.125, 0.25, 0, 1, 1);
    assertEquals(0.375, ratio.clipFraction());
    UpdateReport update = new UpdateReport(4, 0, 0, ratio, ratio, 0, 0, 0, 0);
    StepOutcome updated = new StepOutcome.Updated(batch, update);
    PpoStepReport report = new PpoStepReport(1, 0, 0.02, 1e-5, updated);
    assertEquals(Optional.of(batch), report.rollouts());
    assertEquals(Optional.of(update), report.update());
    assertThrows(
        IllegalArgumentException.class, () -> new PpoStepReport(0, 0, 0.02, 1e-5, updated));
  }

  @Test
  void report_ofASkippedStep_hasNoUpdateAndMayHaveNoRollouts() {
    StepOutcome skipped = new StepOutcome.Skipped(StepPhase.SCORE, "NaN", List.of());
    PpoStepReport report = new PpoStepReport(1, 0, 0.02, 1e-5, skipped);
    assertEquals(Optional.empty(), report.rollouts());
    assertEquals(Optional.empty(), report.update());
    RolloutBatch batch = new RolloutBatch(List.of(rollout(TokenLogProbs.of(-1, -1))));
    StepOutcome over = new StepOutcome.OverBudget(batch, 0.1);
    assertEquals(Optional.of(batch), new PpoStepReport(1, 0, 0, 0, over).rollouts());
  }

  @Test
  void explanation_namesEveryTermLineAndSource() {
    String expected =
        """
        reward -2.0000
          +4.0000 term
          -6.0000 term
        guideline, from plan 4:
          A (affirmed): Do a.
        prompt (GENERAL): Why?
        response: Because.
        2 tokens, finished, sampled with seed 99; divergence 1.5000 nats
        the reward model did not see 2 tokens
        """;
    assertEquals(expected, rollout(TokenLogProbs.of(-2, -1), 4, -6).explanation());
  }

  @Test
  void divergenceAt_isThatOfOneToken() {
    assertEquals(1, rollout(TokenLogProbs.of(-2, -1)).divergenceAt(0));
    assertEquals(0.5, rollout(TokenLogProbs.of(-2, -1)).divergenceAt(1));
  }

  @Test
  void batch_lengthAndStops() {
    RolloutBatch batch = new RolloutBatch(List.of(rollout(TokenLogProbs.of(-1, -1))));
    assertEquals(2, batch.meanLength());
    assertEquals(1, batch.stopRate());
  }

  @Test
  void trace_outOfRange_isRejected() {
    RewardScore score = new RewardScore(3, 20, 2);
    FloatMatrix one = FloatMatrix.of(1, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> new RolloutTrace(-1, 0, "", score, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RolloutTrace(0, 0, "", score, FloatMatrix.of(2, 1, 1, 1)));
  }

  @Test
  void component_notFinite_isRejected() {
    assertThrows(IllegalArgumentException.class, () -> new RewardComponent("bonus", Double.NaN));
  }

  @Test
  void ratioReports_addUp() {
    RatioReport one = new RatioReport(1, 0.4, 0.1, 1, 0, 1, 0.5, 0.5);
    RatioReport three = new RatioReport(3, 0, 0.5, 0, 1, 0, 1.5, 2);
    assertEquals(new RatioReport(4, 0.1, 0.4, 0.25, 0.75, 0.25, 0.5, 2), one.plus(three));
    assertEquals(one, one.plus(RatioReport.none()));
    assertEquals(one, RatioReport.none().plus(one));
  }
}

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
import java.util.Arrays;
import java.util.List;
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
        reward);
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
    UpdateReport update = new UpdateReport(4, 0, 0, ratio, 0, 0, 0, 0);
    assertEquals(1, new PpoStepReport(1, batch, 0.02, update).step());
    assertThrows(IllegalArgumentException.class, () -> new PpoStepReport(0, batch, 0.02, update));
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

package io.github.salmon4j.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RewardPropertyTest {

  private static ScoredResponse scored(double score, FinishReason reason) {
    return new ScoredResponse(Prompt.of("q"), "a", 100, reason, score);
  }

  @Property(tries = 200)
  void statistics_equalTwoPasses(
      @ForAll @Size(min = 2, max = 300) List<@DoubleRange(min = -50, max = 50) Double> scores,
      @ForAll @DoubleRange(min = -100, max = 100) double offset) {
    double[] values = scores.stream().mapToDouble(s -> s + offset).toArray();
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    ScoreStatistics statistics = ScoreStatistics.of(values);
    assertEquals(mean, statistics.mean(), 1e-12 * 150);
    double deviation = Math.sqrt(squares / (values.length - 1));
    assertEquals(deviation, statistics.deviation(), 1e-12 * Math.max(150, deviation));
  }

  @Property(tries = 100)
  void running_permutedOrSplitBatch_normalizesAlike(
      @ForAll @Size(min = 3, max = 50) List<@DoubleRange(min = -9, max = 9) Double> scores,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3) int cut) {
    List<ScoredResponse> batch =
        scores.stream().map(s -> scored(s, FinishReason.FINISHED)).toList();
    List<ScoredResponse> shuffled = new ArrayList<>(batch);
    Collections.shuffle(shuffled, new Random(seed));
    ScoreNormalization.Running whole = ScoreNormalization.Running.start().after(batch);
    ScoreNormalization.Running permuted = ScoreNormalization.Running.start().after(shuffled);
    assertEquals(whole.statistics().mean(), permuted.statistics().mean(), 1e-12);
    assertEquals(whole.statistics().squares(), permuted.statistics().squares(), 1e-10);
    assertEquals(
        whole,
        ScoreNormalization.Running.start()
            .after(batch.subList(0, cut))
            .after(batch.subList(cut, batch.size())));
  }

  @Property(tries = 300)
  void clipping_staysInBounds(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double score,
      @ForAll @DoubleRange(min = -10, max = 10) double one,
      @ForAll @DoubleRange(min = -10, max = 10) double other) {
    ScoreClipping clipping = new ScoreClipping(Math.min(one, other), Math.max(one, other));
    TerminalReward reward = new TerminalReward(new ScoreNormalization.None(), List.of(clipping));
    double sum = 0;
    for (RewardComponent term : reward.components(scored(score, FinishReason.FINISHED))) {
      sum += term.value();
    }
    double rounding = Math.ulp(Math.max(10, Math.abs(score)));
    assertTrue(sum >= clipping.minimum() - rounding && sum <= clipping.maximum() + rounding);
    if (score >= clipping.minimum() && score <= clipping.maximum()) {
      assertEquals(score, sum);
    }
  }

  @Property(tries = 300)
  void missingStop_subtractAndScale_neverRaiseAReward(
      @ForAll @DoubleRange(min = -1e3, max = 1e3) double score,
      @ForAll @DoubleRange(min = 0.01, max = 1) double factor,
      @ForAll @DoubleRange(min = 0, max = 100) double amount) {
    ScoredResponse truncated = scored(score, FinishReason.TRUNCATED);
    assertTrue(new MissingStopPenalty.Scale(factor).term(truncated, score).value() <= 0);
    assertTrue(new MissingStopPenalty.Subtract(amount).term(truncated, score).value() <= 1e-12);
  }

  @Property(tries = 200)
  void released_longerIsNeverWorseForGeneralPromptsAndNeverBetterForReasoning(
      @ForAll @IntRange(min = 0, max = 5000) int tokens,
      @ForAll @IntRange(min = 0, max = 5000) int more) {
    for (double multiplier : new double[] {1.0, -0.4}) {
      Prompt prompt = new Prompt("q", PromptKind.GENERAL, multiplier);
      double[] bonus = new double[2];
      for (int i = 0; i < 2; i++) {
        ScoredResponse response =
            new ScoredResponse(prompt, "a", tokens + i * more, FinishReason.FINISHED, 0);
        bonus[i] = LengthBonus.released().term(response, 0).value();
        assertTrue(bonus[i] <= 4.0);
      }
      assertTrue(multiplier * (bonus[1] - bonus[0]) >= 0);
    }
  }
}

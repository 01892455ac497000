package io.github.salmon4j.core.collecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.reward.LengthBonus;
import io.github.salmon4j.core.reward.MissingStopPenalty;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.core.reward.ScoreClipping;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.sampling.FakeLanguageModel;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutCollectorTest {

  private static final PrincipleSet POOL =
      PrincipleSet.of(
          Principle.of("A", "Do a."), Principle.of("B", "Do b."), Principle.of("C", "Do c."));
  private static final PrincipleSet FIRST = PrincipleSet.of(Principle.of("I", "Do i."));

  /** What was asked of whom. */
  private final List<RewardQuery> queries = new ArrayList<>();

  private final List<Integer> valueBatches = new ArrayList<>();
  private int scoreCalls;
  private double temperature;

  private final class Reference implements LanguageModel {

    private final LanguageModel tokens;

    Reference(LanguageModel tokens) {
      this.tokens = tokens;
    }

    @Override
    public List<TokenLogProbs> logProbs(List<TokenSequence> sequences, double at, Monitor monitor) {
      temperature = at;
      return sequences.stream()
          .map(sequence -> TokenLogProbs.of(filled(sequence.response().size(), -0.5f)))
          .toList();
    }

    @Override
    public Tokenizer tokenizer() {
      return tokens.tokenizer();
    }

    @Override
    public int contextLength() {
      return tokens.contextLength();
    }

    @Override
    public List<Generation> generate(
        List<GenerationRequest> requests,
        GenerationSettings settings,
        GenerationListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TokenLogProbs> nextLogProbs(
        List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class Scores implements RewardModel {
    @Override
    public List<List<RewardScore>> score(List<RewardQuery> asked, Monitor monitor) {
      scoreCalls++;
      queries.addAll(asked);
      return asked.stream()
          .map(query -> List.of(new RewardScore(query.response().length(), 9, 1)))
          .toList();
    }

    @Override
    public void close() {}
  }

  /** The number of the row in its batch, and padding that is not a number. */
  private final class Values implements DifferentiableModel {
    @Override
    public Pass forward(TokenBatch batch) {
      valueBatches.add(batch.size());
      int width = batch.responseLength();
      float[] values = filled(batch.size() * width, Float.NaN);
      for (int b = 0; b < batch.size(); b++) {
        int tokens = batch.sequences().get(b).response().size();
        Arrays.fill(values, b * width, b * width + tokens, tokens);
      }
      FloatMatrix outputs = FloatMatrix.of(batch.size(), width, values);
      return new Pass() {
        @Override
        public FloatMatrix outputs() {
          return outputs;
        }

        @Override
        public void backward(FloatMatrix gradient) {
          throw new IllegalStateException("nothing is carried back while collecting");
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  private static RewardSettings reward(ScoreNormalization normalization) {
    return new RewardSettings(
        normalization,
        ScoreClipping.none(),
        new MissingStopPenalty.Subtract(6),
        0,
        new LengthBonus(5, 0.8, 10));
  }

  private RolloutCollector collector(FakeLanguageModel policy, double at, int microBatchRows) {
    CollectingSettings settings =
        new CollectingSettings(
            4,
            20,
            new GenerationSettings(10, at, 1, 0, Set.of(), Set.of()),
            new PrincipleSampler.Settings(2, 0),
            reward(new ScoreNormalization.None()));
    return new RolloutCollector(
        new RolloutModels(policy, new Reference(policy), new Values(), new Scores()),
        new ChatTemplate("", "\n", List.of(), List.of("###")),
        settings,
        RewardFormula.of(settings.reward()),
        microBatchRows);
  }

  private static CollectingStep step(long number, ScoreNormalization normalization) {
    return new CollectingStep(
        number, new RunSeed(5), new PrinciplePlan(3, POOL, FIRST), normalization);
  }

  private List<Rollout> collect(FakeLanguageModel policy, String... prompts) {
    return collector(policy, 0.7, 3)
        .collect(
            Arrays.stream(prompts).map(Prompt::of).toList(),
            step(1, new ScoreNormalization.None()),
            new StepClock(() -> 0),
            Monitor.none())
        .batch()
        .rollouts();
  }

  private static FakeLanguageModel saying(String text) {
    return new FakeLanguageModel(64, (prompt, random) -> text);
  }

  @Test
  void rollout_saysWhereItCameFromAndWhy() {
    FakeLanguageModel policy = saying(" yes ###more");
    Rollout rollout = collect(policy, "Why?").get(0);
    assertEquals("yes", rollout.trace().text());
    assertEquals("yes", queries.get(0).response());
    assertEquals(FinishReason.FINISHED, rollout.finishReason());
    assertEquals(8, rollout.sequence().response().size(), "up to the stop and no further");
    assertEquals(3, rollout.trace().planVersion());
    assertEquals(policy.calls().get(0).get(0).seed(), rollout.trace().responseSeed());
    assertEquals(new RewardScore(3, 9, 1), rollout.trace().score());
    assertEquals(FloatMatrix.of(1, 8, filled(8, 8)), rollout.trace().values());
    assertEquals(4, rollout.divergence(), 1e-12);
    assertEquals(
        List.of(
            new RewardComponent("score", 3),
            new RewardComponent("normalization", 0),
            new RewardComponent("clipping", 0),
            new RewardComponent("missing stop", 0),
            new RewardComponent("length bonus", 4)),
        rollout.reward());
    assertTrue(rollout.explanation().startsWith("reward 7.0000\n  +3.0000 score\n"));
  }

  @Test
  void cutOffResponse_isPenalized() {
    Rollout rollout = collect(saying("abcdefghijklm"), "Why?").get(0);
    assertEquals(FinishReason.TRUNCATED, rollout.finishReason());
    assertEquals(10 - 6 + 4, rollout.totalReward(), 1e-12);
  }

  @Test
  void endToken_isAnEnd_andHasNoText() {
    Rollout rollout = collect(saying("ab"), "Why?").get(0);
    assertEquals(FinishReason.FINISHED, rollout.finishReason());
    assertEquals(3, rollout.sequence().response().size());
    assertEquals("ab", rollout.trace().text());
  }

  @Test
  void guideline_hasInterventionsFirst_andPrinciplesOfItsOwn() {
    Set<Guideline> seen = new HashSet<>();
    for (Rollout rollout : collect(saying("x"), "1", "2", "3", "4", "5", "6", "7", "8")) {
      List<String> lines = rollout.guideline().lines();
      assertEquals("Do i.", lines.get(0));
      assertEquals(3, lines.size());
      seen.add(rollout.guideline());
    }
    assertTrue(seen.size() > 2, seen.size() + " guidelines");
    assertEquals(seen, new HashSet<>(queries.stream().map(q -> q.guidelines().get(0)).toList()));
  }

  @Test
  void models_areCalledOnceForAll() {
    collect(saying("x"), "1", "2", "3", "4", "5", "6", "7", "8");
    assertEquals(1, scoreCalls);
    assertEquals(8, queries.size());
    assertEquals(List.of(3, 3, 2), valueBatches);
    assertEquals(0.7, temperature);
  }

  @Test
  void seeds_followFromPromptAndStep_notFromNeighbours() {
    List<Rollout> three = collect(saying("x"), "1", "2", "1");
    List<Rollout> two = collect(saying("x"), "2", "1");
    assertEquals(three.get(1), two.get(0));
    assertEquals(three.get(0), two.get(1));
    assertNotEquals(
        three.get(0).trace().responseSeed(), three.get(2).trace().responseSeed(), "again");
    Rollout later =
        collector(saying("x"), 0.7, 1)
            .collect(
                List.of(Prompt.of("2")),
                step(2, new ScoreNormalization.None()),
                new StepClock(() -> 0),
                Monitor.none())
            .batch()
            .rollouts()
            .get(0);
    assertNotEquals(two.get(0).trace().responseSeed(), later.trace().responseSeed());
    Rollout other =
        collector(saying("x"), 0.7, 1)
            .collect(
                List.of(Prompt.of("2", PromptKind.REASONING)),
                step(1, new ScoreNormalization.None()),
                new StepClock(() -> 0),
                Monitor.none())
            .batch()
            .rollouts()
            .get(0);
    assertNotEquals(two.get(0).trace().responseSeed(), other.trace().responseSeed());
  }

  @Test
  void normalization_countsTheScoresOfItsOwnStep() {
    FakeLanguageModel policy =
        new FakeLanguageModel(64, (prompt, random) -> prompt.contains("1") ? "a" : "abc");
    CollectedRollouts collected =
        collector(policy, 0.7, 9)
            .collect(
                List.of(Prompt.of("1"), Prompt.of("2")),
                step(1, ScoreNormalization.Running.start()),
                new StepClock(() -> 0),
                Monitor.none());
    double half = Math.sqrt(2) / 2; // of scores 1 and 3: mean 2, unbiased deviation sqrt(2)
    assertEquals(-half, normalized(collected.batch().rollouts().get(0)), 1e-12);
    assertEquals(half, normalized(collected.batch().rollouts().get(1)), 1e-12);
    assertEquals(2, ((ScoreNormalization.Running) collected.normalization()).statistics().count());
  }

  private static double normalized(Rollout rollout) {
    return rollout.reward().get(0).value() + rollout.reward().get(1).value();
  }

  @Test
  void fitting_leavesOutPromptsThatAreTooLong() {
    Prompt longest = Prompt.of("x".repeat(18)); // with begin token and line feed: 20
    Prompt tooLong = Prompt.of("x".repeat(19));
    List<Prompt> prompts = List.of(tooLong, longest, tooLong);
    assertEquals(List.of(longest), collector(saying("x"), 0.7, 1).fitting(prompts));
    FakeLanguageModel small = new FakeLanguageModel(20, (prompt, random) -> "x");
    assertEquals(List.of(), collector(small, 0.7, 1).fitting(prompts));
  }

  @Test
  void badInput_isRejected() {
    assertEquals(
        "temperature of responses: expected above 0 for a policy that learns, found 0.0",
        assertThrows(IllegalArgumentException.class, () -> collector(saying("x"), 0, 1))
            .getMessage());
    assertEquals(
        "micro-batch rows: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> collector(saying("x"), 1, 0))
            .getMessage());
    assertEquals(
        "prompt 0: expected at most 20 tokens, found 32",
        assertThrows(IllegalArgumentException.class, () -> collect(saying("x"), "x".repeat(30)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> step(0, new ScoreNormalization.None()));
  }

  @Test
  void formula_ofALanguageBonus_needsADetector() {
    RewardSettings bonus =
        new RewardSettings(
            new ScoreNormalization.None(),
            ScoreClipping.none(),
            MissingStopPenalty.none(),
            1,
            LengthBonus.none());
    assertThrows(IllegalArgumentException.class, () -> RewardFormula.of(bonus));
    RewardFormula formula = RewardFormula.of(bonus, text -> Optional.of("en"));
    assertFalse(
        formula.with(ScoreNormalization.Running.start()).normalization()
            instanceof ScoreNormalization.None);
  }

  @Test
  void notFinite_isToldFromAWrongCall() {
    assertTrue(NotFinite.isSaidBy(new ArithmeticException("gradient")));
    assertTrue(NotFinite.isSaidBy(new IllegalArgumentException("score: found NaN")));
    assertTrue(NotFinite.isSaidBy(new IllegalArgumentException("two\nlines: found -Infinity")));
    assertFalse(NotFinite.isSaidBy(new IllegalArgumentException("prompt 1: found 33")));
    assertFalse(NotFinite.isSaidBy(new IllegalArgumentException()));
    assertFalse(NotFinite.isSaidBy(new IllegalStateException("closed: found NaN")));
  }
}

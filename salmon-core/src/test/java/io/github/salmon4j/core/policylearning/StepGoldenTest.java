package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlEstimator;
import io.github.salmon4j.core.advantage.ScorePlacement;
import io.github.salmon4j.core.advantage.Whitening;
import io.github.salmon4j.core.ppo.Experience;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A step against numbers computed by hand. */
class StepGoldenTest {

  /** What the released SALMON code computes from these four tokens, row by row. */
  private static Rollout published(float... values) {
    int[] tokens = IntStream.range(0, values.length).toArray();
    float[] logProbs = {-1, -0.5f, -2, 0};
    float[] references = {-1.2f, -0.4f, -1.5f, 0};
    return new Rollout(
        Prompt.of("a"),
        Guideline.of(World.LIKE_A),
        new TokenSequence(TokenIds.of(0), TokenIds.of(tokens)),
        FinishReason.FINISHED,
        TokenLogProbs.of(java.util.Arrays.copyOf(logProbs, values.length)),
        TokenLogProbs.of(java.util.Arrays.copyOf(references, values.length)),
        List.of(new RewardComponent("score", 1.3), new RewardComponent("penalty", -0.6)),
        new RolloutTrace(
            0, 0, "", new RewardScore(1.3, 1, 0), FloatMatrix.of(1, values.length, values)));
  }

  private static AdvantageSettings released(KlEstimator estimator, ScorePlacement placement) {
    return new AdvantageSettings(estimator, placement, 10, Whitening.NONE, 1, 1, Whitening.SALMON);
  }

  private static final float[] VALUES = {0.1f, 0.2f, 0.3f, 0.4f};

  @Test
  void lesson_ofTwoPrompts_hasThePublishedNumbers() {
    for (ScorePlacement placement : ScorePlacement.values()) {
      Experience k1 =
          Lesson.of(List.of(published(VALUES), published(VALUES)))
              .experience(0.02, released(KlEstimator.K1_CLAMPED, placement), 4);
      double[] k1Advantages = {1.212183, 0.606091, -0.404061, -1.414213};
      assertRows(k1Advantages, k1.advantages());
      assertRows(new double[] {6.96, 7, 7, 7}, k1.returns());
      Experience k3 =
          Lesson.of(List.of(published(VALUES), published(VALUES)))
              .experience(0.02, released(KlEstimator.K3, placement), 4);
      assertRows(new double[] {1.387099, 0.428206, -0.557704, -1.257601}, k3.advantages());
      assertRows(new double[] {6.965475, 6.969222, 6.970256, 7}, k3.returns());
    }
  }

  private static void assertRows(double[] expected, FloatMatrix found) {
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < expected.length; t++) {
        assertEquals(expected[t], found.get(b, t), 1e-5, b + ", " + t);
      }
    }
  }

  /**
   * In the released code padding counts in the statistics. The score is in the last of 6 slots: its
   * advantages are those of 4 tokens with two more of 7, where values are 0.
   */
  @Test
  void lesson_scoreInTheLastSlot_countsPadding() {
    Experience experience =
        Lesson.of(List.of(published(VALUES), published(VALUES)))
            .experience(0.02, released(KlEstimator.K1_CLAMPED, ScorePlacement.LAST_SLOT), 6);
    double[] unwhitened = {6.86, 6.8, 6.7, 6.6, 7, 7};
    double mean = 0;
    double square = 0;
    for (double a : unwhitened) {
      mean += a / 6;
    }
    for (double a : unwhitened) {
      square += (a - mean) * (a - mean) / 6;
    }
    for (int t = 0; t < 4; t++) {
      double expected = (unwhitened[t] - mean) / (Math.sqrt(square) + 1e-8);
      assertEquals(expected, experience.advantages().get(1, t), 1e-5);
    }
    assertEquals(4, experience.advantages().columns());
  }

  @Test
  void lesson_shorterRow_isNotToldOfPadding() {
    float[] two = {0.1f, 0.2f};
    AdvantageSettings plain =
        new AdvantageSettings(
            KlEstimator.K1, ScorePlacement.LAST_TOKEN, 1, Whitening.NONE, 1, 1, Whitening.NONE);
    Experience experience =
        Lesson.of(List.of(published(two), published(VALUES))).experience(0.5, plain, 99);
    assertEquals(0.7 + 0.5 * 0.1 - 0.2, experience.advantages().get(0, 1), 1e-6);
    assertEquals(0.7 - 0.5 * 0.1 - 0.1, experience.advantages().get(0, 0), 1e-6);
    assertEquals(0, experience.advantages().get(0, 3));
  }

  /**
   * The first step of a run over two prompts, by hand: no divergence yet, values 0, so every token
   * of a response has its reward as its return, and its whitened reward as its advantage. The first
   * step of AdamW is the learning rate against the gradient's sign.
   */
  @Test
  void firstStep_overTwoPrompts_movesBothModelsAsByHand() {
    World world = new World();
    world.minibatchRows = 2;
    world.epochs = 1;
    world.learningRate = 0.01;
    world.promptsPerStep = 2;
    PpoStepReport report = world.trainer(4, 10).step(World.prompts("a", "bc"), Monitor.none());
    List<Rollout> rollouts = report.outcome().rollouts();
    Hand hand = new Hand(rollouts);
    UpdateReport update = report.update().orElseThrow();
    assertTrue(hand.deviation > 0.1, "rewards that differ: " + hand.deviation);
    assertEquals(0, update.policyLoss(), 1e-6);
    assertEquals(0.5 * hand.meanSquare / 2, update.valueLoss(), 1e-6);
    LetterPolicy start = new LetterPolicy();
    double[] gradient = hand.policyGradient(start);
    float[] moved = world.policy.table.copy();
    float[] before = start.table.copy();
    for (int i = 0; i < gradient.length; i++) {
      double expected =
          Math.abs(gradient[i]) < 1e-4 ? Double.NaN : -Math.signum(gradient[i]) * 0.01;
      if (!Double.isNaN(expected)) {
        assertEquals(expected, moved[i] - before[i], 1e-5, "entry " + i);
      }
    }
    double[] values = hand.valueGradient();
    float[] estimates = world.values.table.copy();
    for (int i = 0; i < values.length; i++) {
      assertEquals(-Math.signum(values[i]) * 0.01, estimates[i], 1e-5, "value " + i);
    }
  }

  @Test
  void rollout_reward_isThePrinciplesCountMinusThePenaltyForNoStop() {
    World world = new World();
    world.maxNewTokens = 2;
    PpoStepReport report = world.trainer(4, 10).step(World.eight(), Monitor.none());
    boolean truncated = false;
    for (Rollout rollout : report.outcome().rollouts()) {
      long a = rollout.trace().text().chars().filter(c -> c == 'a').count();
      boolean cutOff = rollout.finishReason() == FinishReason.TRUNCATED;
      truncated |= cutOff;
      assertEquals(a - (cutOff ? 1 : 0), rollout.totalReward(), rollout.explanation());
      assertEquals(a, rollout.trace().score().value());
      int last = rollout.sequence().response().size() - 1;
      assertEquals(!cutOff, rollout.sequence().response().get(last) == Letters.END);
    }
    assertTrue(truncated, "a response that is cut off");
  }

  /** The mathematics of a first step, in double, with plain loops. */
  private static final class Hand {

    private final List<Rollout> rollouts;
    private final double mean;
    private final double meanSquare;
    private final double deviation;
    private final int tokens;

    Hand(List<Rollout> rollouts) {
      this.rollouts = rollouts;
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (Rollout rollout : rollouts) {
        int n = rollout.sequence().response().size();
        count += n;
        sum += n * rollout.totalReward();
        squares += n * rollout.totalReward() * rollout.totalReward();
      }
      tokens = count;
      mean = sum / count;
      meanSquare = squares / count;
      deviation = Math.sqrt(meanSquare - mean * mean);
    }

    /** Of the mean over tokens of {@code -A logp}, A the whitened reward. */
    double[] policyGradient(LetterPolicy policy) {
      double[] gradient = new double[Letters.SIZE * Letters.SIZE];
      for (Rollout rollout : rollouts) {
        double advantage = (rollout.totalReward() - mean) / deviation;
        TokenIds response = rollout.sequence().response();
        for (int t = 0; t < response.size(); t++) {
          int before = LetterModel.before(rollout.sequence(), t);
          double[] logProbs = policy.logProbs(before, 0.7);
          for (int v = 0; v < Letters.SIZE; v++) {
            double slope = ((v == response.get(t) ? 1 : 0) - Math.exp(logProbs[v])) / 0.7;
            gradient[before * Letters.SIZE + v] -= advantage * slope / tokens;
          }
        }
      }
      return gradient;
    }

    /** Of the mean over tokens of {@code (v - G)^2 / 2}, up to its weight. */
    double[] valueGradient() {
      double[] gradient = new double[Letters.SIZE];
      for (Rollout rollout : rollouts) {
        for (int t = 0; t < rollout.sequence().response().size(); t++) {
          gradient[LetterModel.before(rollout.sequence(), t)] -= rollout.totalReward() / tokens;
        }
      }
      return gradient;
    }
  }
}

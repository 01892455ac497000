package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole of PPO, on tables: it learns, and it goes no further than the penalty allows. */
class TinyPpoTest {

  private static final int ARMS = 5;
  private static final double[] REWARD = {0.1, 0.9, 0.3, 0.5, 0};
  private static final PpoSettings SETTINGS =
      new PpoSettings(
          2,
          32,
          ClippedSurrogate.symmetric(0.2),
          ClippedValueLoss.unclipped(0.5),
          0,
          Aggregation.TOKEN_MEAN,
          1,
          Double.POSITIVE_INFINITY);

  /** One prompt, one token, a reward for each. */
  private static final TinyPpo.Task BANDIT =
      new TinyPpo.Task(
          Collections.nCopies(64, TokenIds.of(0)), 1, s -> REWARD[s.response().get(0)]);

  /** A response of three tokens that should repeat the prompt's three, rewarded at its end. */
  private static final TinyPpo.Task COPY = new TinyPpo.Task(prompts(96), 3, TinyPpoTest::copied);

  private static List<TokenIds> prompts(int count) {
    Random random = new Random(5);
    List<TokenIds> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(TokenIds.of(random.ints(3, 0, 4).toArray()));
    }
    return prompts;
  }

  private static double copied(TokenSequence sequence) {
    double score = 0;
    for (int t = 0; t < 3; t++) {
      score += sequence.prompt().get(t) == sequence.response().get(t) ? 1.0 / 3 : 0;
    }
    return score;
  }

  /** A bandit's policy after some steps, and what the last step said. */
  private record Result(TabularPolicy policy, TinyPpo.Step last) {}

  private static Result bandit(KlController controller, long seed, int steps, double rate) {
    TabularPolicy policy = new TabularPolicy(1, ARMS, (s, t) -> 0);
    TabularPolicy reference = new TabularPolicy(1, ARMS, (s, t) -> 0);
    reference.table.set(0, 4, 1); // not uniform, so that the penalty has a shape
    policy.table.set(0, 4, 1);
    TabularValues values = new TabularValues(1, (s, t) -> 0);
    TinyPpo ppo =
        new TinyPpo(policy, reference, values, BANDIT, SETTINGS, controller, new Random(seed));
    TinyPpo.Step last = null;
    for (int i = 0; i < steps; i++) {
      double decay = 1 - i / (double) steps;
      last = ppo.step(AdvantageSettings.defaults(), rate * decay);
    }
    return new Result(policy, last);
  }

  @Test
  void bandit_withoutPenalty_findsTheBestArm() {
    for (long seed = 1; seed <= 5; seed++) {
      Result result = bandit(new KlController.Fixed(0), seed, 120, 0.1);
      double best = result.policy().probabilities(0)[1];
      assertTrue(best > 0.95, "seed " + seed + ": probability of the best arm " + best);
      assertTrue(result.last().meanScore() > 0.8);
    }
  }

  /** The optimum under a penalty is known: reference times {@code exp(reward / beta)}. */
  @Test
  void bandit_withPenalty_approachesTheClosedForm() {
    for (double beta : new double[] {0.25, 0.5, 1}) {
      double[] optimum = optimum(beta);
      double[] found = bandit(new KlController.Fixed(beta), 3, 400, 0.05).policy().probabilities(0);
      double distance = 0;
      for (int arm = 0; arm < ARMS; arm++) {
        distance += Math.abs(found[arm] - optimum[arm]) / 2;
      }
      assertTrue(distance < 0.06, "beta " + beta + ": total variation " + distance);
    }
  }

  private static double[] optimum(double beta) {
    double[] logits = new double[ARMS];
    for (int arm = 0; arm < ARMS; arm++) {
      logits[arm] = (arm == 4 ? 1 : 0) + REWARD[arm] / beta;
    }
    double[] logProbs = LogSoftmax.of(logits, 0);
    for (int arm = 0; arm < ARMS; arm++) {
      logProbs[arm] = Math.exp(logProbs[arm]);
    }
    return logProbs;
  }

  @Test
  void bandit_adaptivePenalty_holdsItsTarget() {
    TabularPolicy policy = new TabularPolicy(1, ARMS, (s, t) -> 0);
    TabularPolicy reference = new TabularPolicy(1, ARMS, (s, t) -> 0);
    KlController adaptive = new KlController.Adaptive(0.05, 0.3, 0.1);
    TinyPpo ppo =
        new TinyPpo(
            policy,
            reference,
            new TabularValues(1, (s, t) -> 0),
            BANDIT,
            SETTINGS,
            adaptive,
            new Random(4));
    double sum = 0;
    for (int i = 0; i < 600; i++) {
      TinyPpo.Step step = ppo.step(AdvantageSettings.defaults(), 0.02);
      sum += i >= 400 ? step.divergence() / 200 : 0;
    }
    assertEquals(0.3, sum, 0.06);
  }

  @Test
  void copy_isLearned() {
    for (long seed = 1; seed <= 3; seed++) {
      TabularModel.States where = (s, t) -> 4 * t + s.prompt().get(t);
      TabularPolicy policy = new TabularPolicy(12, 4, where);
      TabularPolicy reference = new TabularPolicy(12, 4, where);
      TabularValues values = new TabularValues(3, (s, t) -> t);
      TinyPpo ppo =
          new TinyPpo(
              policy,
              reference,
              values,
              COPY,
              SETTINGS,
              new KlController.Fixed(0.01),
              new Random(seed));
      TinyPpo.Step first = ppo.step(AdvantageSettings.defaults(), 0.1);
      assertTrue(first.meanScore() < 0.4, "before learning: " + first.meanScore());
      assertEquals(0, first.divergence(), "the policy starts as the reference");
      TinyPpo.Step last = first;
      for (int i = 0; i < 100; i++) {
        last = ppo.step(AdvantageSettings.defaults(), 0.1);
      }
      assertTrue(last.meanScore() > 0.95, "seed " + seed + ": " + last.meanScore());
      assertTrue(last.divergence() > 1 && last.divergence() < 3 * Math.log(4) + 0.1);
    }
  }

  @Test
  void sameSeed_sameResult_bitForBit() {
    Result one = bandit(new KlController.Fixed(0.1), 9, 10, 0.1);
    Result two = bandit(new KlController.Fixed(0.1), 9, 10, 0.1);
    assertEquals(one.last(), two.last());
    for (int arm = 0; arm < ARMS; arm++) {
      assertEquals(one.policy().table.get(0, arm), two.policy().table.get(0, arm), 0f);
    }
  }
}

package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.settings.SafeguardSettings;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTrainerTest {

  private final World world = new World();

  @Test
  void firstStep_startsAtTheSamplerAndTheReference_exactly() {
    PpoStepReport report = World.step(world.trainer(1, 10));
    UpdateReport update = report.update().orElseThrow();
    assertEquals(1, update.firstRatio().smallest());
    assertEquals(1, update.firstRatio().largest());
    assertEquals(0, update.firstRatio().divergence());
    assertEquals(0, report.rollouts().orElseThrow().meanDivergence());
    assertEquals(4, update.optimizerSteps());
    assertTrue(update.ratio().largest() > 1);
    assertEquals(1, report.step());
    assertEquals(0.05, report.divergencePenalty());
  }

  /** What was sampled is what is trained on at every later step, too. */
  @Test
  void laterSteps_startAtTheSampler() {
    PolicyTrainer trainer = world.trainer(1, 10);
    for (int i = 0; i < 5; i++) {
      RatioReport first = World.step(trainer).update().orElseThrow().firstRatio();
      assertEquals(1, first.smallest());
      assertEquals(1, first.largest());
    }
  }

  /** Mean reward and divergence of the last 10 of 60 steps under a penalty. */
  private static double[] trained(double penalty) {
    World world = new World();
    world.penalty = new KlController.Fixed(penalty);
    world.learningRate = 0.05;
    PolicyTrainer trainer = world.trainer(3, 60);
    double reward = 0;
    double divergence = 0;
    for (int i = 0; i < 60; i++) {
      PpoStepReport report = World.step(trainer);
      reward += i < 50 ? 0 : report.rollouts().orElseThrow().meanReward() / 10;
      divergence += i < 50 ? 0 : report.rollouts().orElseThrow().meanDivergence() / 10;
    }
    return new double[] {reward, divergence};
  }

  @Test
  void reward_rises_andALargerPenaltyKeepsThePolicyNear() {
    double start = World.step(new World().trainer(3, 60)).rollouts().orElseThrow().meanReward();
    double[] free = trained(0);
    double[] held = trained(0.3);
    double[] tight = trained(2);
    assertTrue(free[0] > start + 2, start + " to " + free[0]);
    assertTrue(free[1] > held[1] && held[1] > tight[1], free[1] + ", " + held[1] + ", " + tight[1]);
    assertTrue(tight[1] < 0.5, "divergence " + tight[1]);
    assertTrue(held[0] > start);
  }

  @Test
  void planChange_takesEffectInTheNextStep_andIsRecorded() {
    PolicyTrainer trainer = world.trainer(1, 10);
    PpoStepReport first = World.step(trainer);
    assertEquals(0, first.planVersion());
    world.plan = world.plan.then(World.LIKE_C, World.LIKE_A);
    PpoStepReport second = World.step(trainer);
    assertEquals(1, second.planVersion());
    for (Rollout rollout : second.outcome().rollouts()) {
      assertEquals(1, rollout.trace().planVersion());
      assertEquals(List.of("Say a.", "Say c."), rollout.guideline().lines());
    }
    for (Rollout rollout : first.outcome().rollouts()) {
      assertEquals(List.of("Say a."), rollout.guideline().lines());
    }
  }

  @Test
  void plan_isAskedForOnceAStep() {
    PolicyTrainer first = world.trainer(1, 10);
    int[] asked = {0};
    PolicyTrainer trainer =
        new PolicyTrainer(
            world.collector(),
            world.policy,
            () -> {
              asked[0]++;
              return world.plan;
            },
            first.settings(),
            first.options());
    World.step(trainer);
    World.step(trainer);
    assertEquals(2, asked[0]);
  }

  @Test
  void planThatGoesBack_isRejected() {
    PolicyTrainer trainer = world.trainer(1, 10);
    world.plan = world.plan.then(World.LIKE_C, World.NONE);
    World.step(trainer);
    world.plan = PrinciplePlan.first(World.LIKE_A, World.NONE);
    assertEquals(
        "principle plan: expected a version above 1 or the same plan, found version 0",
        assertThrows(IllegalStateException.class, () -> World.step(trainer)).getMessage());
    world.plan = world.plan.then(World.LIKE_A, World.NONE);
    assertThrows(IllegalStateException.class, () -> World.step(trainer));
    assertEquals(1, trainer.stepsTaken());
  }

  @Test
  void planOfASkippedStep_isTheLastSeen() {
    PolicyTrainer trainer = world.trainer(1, 10);
    PrinciplePlan first = world.plan;
    world.plan = first.then(World.LIKE_C, World.NONE);
    world.reward.disturbance = query -> Double.NaN;
    World.skipped(World.step(trainer));
    world.plan = first;
    assertThrows(IllegalStateException.class, () -> World.step(trainer));
  }

  @Test
  void criticWarmup_movesTheValueModelAlone() {
    world.safeguards = new SafeguardSettings(2, World.NEVER, 3);
    world.penalty = new KlController.Adaptive(0.05, 0.1, 0.5);
    PolicyTrainer trainer = world.trainer(1, 10);
    float[] policy = world.policy.table.copy();
    Map<String, String> before = world.state(trainer);
    for (int i = 0; i < 2; i++) {
      float[] values = world.values.table.copy();
      UpdateReport update = World.step(trainer).update().orElseThrow();
      assertEquals(RatioReport.none(), update.ratio());
      assertArrayEquals(policy, world.policy.table.copy());
      assertFalse(java.util.Arrays.equals(values, world.values.table.copy()));
      assertEquals(world.penalty, trainer.penalty(), "the controller rests");
    }
    assertEquals(
        before.get("policy-optimizer.bin"), world.state(trainer).get("policy-optimizer.bin"));
    UpdateReport third = World.step(trainer).update().orElseThrow();
    assertTrue(third.ratio().tokens() > 0);
    assertFalse(java.util.Arrays.equals(policy, world.policy.table.copy()));
    assertNotEquals(world.penalty, trainer.penalty());
  }

  @Test
  void overBudget_movesNothingAndKeepsTheNumber() {
    world.safeguards = new SafeguardSettings(0, 0.05, 3);
    world.penalty = new KlController.Fixed(0);
    PolicyTrainer trainer = world.trainer(1, 10);
    PpoStepReport report = World.step(trainer);
    while (report.outcome() instanceof StepOutcome.Updated) {
      report = World.step(trainer);
    }
    StepOutcome.OverBudget over = assertInstanceOf(StepOutcome.OverBudget.class, report.outcome());
    assertEquals(0.05, over.budget());
    assertTrue(over.batch().meanDivergence() > 0.05);
    Map<String, String> before = world.state(trainer);
    assertEquals(report.step() - 1, trainer.stepsTaken());
    assertEquals(report, World.step(trainer));
    assertEquals(before, world.state(trainer));
  }

  @Test
  void emptyResponses_teachNothing_andBreakNothing() {
    List<Prompt> some = World.prompts("a", LetterPolicy.SILENT, "b", LetterPolicy.SILENT, "ca");
    PolicyTrainer trainer = world.trainer(1, 10);
    PpoStepReport report = trainer.step(some, Monitor.none());
    UpdateReport update = report.update().orElseThrow();
    assertEquals(2, update.optimizerSteps());
    Rollout silent = report.outcome().rollouts().get(1);
    assertEquals("", silent.trace().text());
    assertEquals(0, silent.totalReward());
    assertEquals(0, silent.divergence());
    StepOutcome.Skipped skipped =
        World.skipped(trainer.step(World.prompts(LetterPolicy.SILENT), Monitor.none()));
    assertEquals(StepPhase.ESTIMATE, skipped.phase());
    assertEquals("step 2, responses: expected one with a token, found none", skipped.finding());
    assertEquals(1, skipped.rollouts().size());
  }

  /**
   * A finding in the experience, which has no row for an empty response, names the right prompt.
   */
  @Test
  void findingBehindAnEmptyResponse_namesItsOwnRow() {
    world.values.beforeForward =
        number -> {
          if (number == 2) {
            world.values.table.set(Letters.id('\n'), 0, Double.NaN);
          }
        };
    List<Prompt> some = World.prompts(LetterPolicy.SILENT, "a");
    StepOutcome.Skipped skipped = World.skipped(world.trainer(1, 10).step(some, Monitor.none()));
    assertTrue(
        skipped.finding().startsWith("step 1, row 1, prompt \"a\": values[1, 0]:"),
        skipped.finding());
  }

  @Test
  void microBatches_changeNothing_bitForBit() {
    world.minibatchRows = 8;
    PolicyTrainer whole = world.trainer(1, 10);
    PpoStepReport expected = World.step(whole);
    for (int rows : new int[] {1, 3, 5}) {
      World parts = new World();
      parts.minibatchRows = 8;
      parts.microBatchRows = rows;
      PolicyTrainer trainer = parts.trainer(1, 10);
      PpoStepReport report = World.step(trainer);
      assertEquals(expected.rollouts(), report.rollouts());
      assertEquals(world.state(whole), parts.state(trainer));
    }
  }

  @Test
  void orderOfRows_changesNoRollout_andNoUpdateBeyondRounding() {
    world.minibatchRows = 8;
    world.epochs = 1;
    PpoStepReport expected = World.step(world.trainer(1, 10));
    List<Prompt> turned = new ArrayList<>(World.eight());
    Collections.rotate(turned, 3);
    World other = new World();
    other.minibatchRows = 8;
    other.epochs = 1;
    PpoStepReport report = other.trainer(1, 10).step(turned, Monitor.none());
    List<Rollout> rollouts = new ArrayList<>(expected.outcome().rollouts());
    Collections.rotate(rollouts, 3);
    assertEquals(rollouts, report.outcome().rollouts());
    assertArrayEquals(world.policy.table.copy(), other.policy.table.copy(), 1e-4f);
    assertArrayEquals(world.values.table.copy(), other.values.table.copy(), 1e-4f);
  }

  @Test
  void samePromptTwice_hasChanceOfItsOwn() {
    List<Prompt> twice = World.prompts("ab", "ab");
    PpoStepReport report = world.trainer(1, 10).step(twice, Monitor.none());
    assertNotEquals(
        report.outcome().rollouts().get(0).trace().responseSeed(),
        report.outcome().rollouts().get(1).trace().responseSeed());
  }

  @Test
  void learningRate_isThatOfTheStep() {
    world.warmupSteps = 2;
    PolicyTrainer trainer = world.trainer(1, 4);
    float[] start = world.policy.table.copy();
    assertEquals(0, World.step(trainer).learningRate());
    assertArrayEquals(start, world.policy.table.copy());
    assertEquals(0.05, World.step(trainer).learningRate());
    assertEquals(0.1, World.step(trainer).learningRate());
    assertEquals(0.05, World.step(trainer).learningRate(), 1e-12);
  }

  /** The prompts of one epoch's minibatches of one response each, in order. */
  private static List<String> shuffled(World world, PolicyTrainer trainer) {
    world.policy.batches.clear();
    World.step(trainer);
    return world.policy.batches.stream()
        .map(batch -> world.policy.tokenizer().decode(batch.sequences().get(0).prompt()))
        .toList();
  }

  @Test
  void update_shufflesEachStepAndEachSeedAnew() {
    world.minibatchRows = 1;
    world.epochs = 1;
    PolicyTrainer trainer = world.trainer(1, 10);
    List<String> first = shuffled(world, trainer);
    List<String> second = shuffled(world, trainer);
    List<String> otherSeed = shuffled(world, world.trainer(2, 10));
    assertEquals(8, first.size());
    assertEquals(Set.copyOf(first), Set.copyOf(second));
    assertEquals(3, Set.copyOf(List.of(first, second, otherSeed)).size());
  }

  @Test
  void adaptivePenalty_followsTheDivergenceOfEachStep() {
    world.penalty = new KlController.Adaptive(0.05, 0.1, 0.5);
    PolicyTrainer trainer = world.trainer(1, 10);
    KlController expected = world.penalty;
    for (int i = 0; i < 4; i++) {
      PpoStepReport report = World.step(trainer);
      assertEquals(expected.coefficient(), report.divergencePenalty());
      expected = expected.next(report.rollouts().orElseThrow().meanDivergence());
      assertEquals(expected, trainer.penalty());
    }
  }

  @Test
  void runningNormalization_learnsFromEachStep() {
    world.normalization = ScoreNormalization.Running.start();
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    World.step(trainer);
    ScoreNormalization.Running running =
        assertInstanceOf(ScoreNormalization.Running.class, trainer.normalization());
    assertEquals(16, running.statistics().count());
  }

  @Test
  void seconds_areThoseOfTheClock() {
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    assertEquals(EnumSet.allOf(StepPhase.class), trainer.lastSeconds().keySet());
    assertEquals(2, trainer.lastSeconds().get(StepPhase.GENERATE), 1e-12);
    assertEquals(1, trainer.lastSeconds().get(StepPhase.UPDATE), 1e-12);
  }

  @Test
  void update_thatGoesTooFar_endsEarly() {
    world.divergenceLimit = 1e-6;
    UpdateReport update = World.step(world.trainer(1, 10)).update().orElseThrow();
    assertEquals(1, update.optimizerSteps());
  }

  @Test
  void badPrompts_areRejected_andNothingChanges() {
    PolicyTrainer trainer = world.trainer(1, 10);
    assertEquals(
        "prompts of a step: expected at least 1, found 0",
        assertThrows(IllegalArgumentException.class, () -> trainer.step(List.of(), Monitor.none()))
            .getMessage());
    List<Prompt> tooLong = World.prompts("a", "aaaaaaaaaaaa");
    assertEquals(
        "prompt 1: expected at most 10 tokens, found 15",
        assertThrows(IllegalArgumentException.class, () -> trainer.step(tooLong, Monitor.none()))
            .getMessage());
    assertEquals(0, trainer.stepsTaken());
  }
}

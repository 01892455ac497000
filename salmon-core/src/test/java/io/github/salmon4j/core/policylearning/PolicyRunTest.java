package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Part;
import io.github.salmon4j.core.checkpoint.Retention;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.settings.SafeguardSettings;
import io.github.salmon4j.core.steering.PlanListener;
import io.github.salmon4j.core.steering.PrincipleSteering;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyRunTest {

  @TempDir Path folder;

  /** A world in which everything that can learn does, and one prompt has no finite score. */
  private static World world() {
    World world = new World();
    world.penalty = new KlController.Adaptive(0.05, 0.1, 0.5);
    world.normalization = ScoreNormalization.Running.start();
    world.safeguards = new SafeguardSettings(1, World.NEVER, 3);
    world.promptsPerStep = 3;
    world.warmupSteps = 1;
    world.reward.disturbance = query -> query.prompt().text().equals("cb") ? Double.NaN : 0;
    return world;
  }

  private PolicyRun run(World world) {
    return world.run(7, World.eight());
  }

  private static SavedPolicyRun saved(CheckpointStore store, int every) {
    return new SavedPolicyRun(store, every, World::described, List.of());
  }

  @Test
  void run_asksEveryPromptAsOftenAsItIsTo() {
    World world = new World();
    world.promptsPerStep = 3;
    PolicyRun run = run(world);
    Map<Prompt, Integer> asked = new HashMap<>();
    List<Integer> sizes = new ArrayList<>();
    RunEnd end =
        run.run(
            step -> {
              sizes.add(step.report().outcome().rollouts().size());
              step.report()
                  .outcome()
                  .rollouts()
                  .forEach(r -> asked.merge(r.prompt(), 1, Integer::sum));
            },
            PolicyHook.none(),
            new Interruption(Integer.MAX_VALUE));
    assertEquals(RunEnd.FINISHED, end);
    assertEquals(List.of(3, 3, 2, 3, 3, 2), sizes);
    assertEquals(8, asked.size());
    assertTrue(asked.values().stream().allMatch(count -> count == 2));
    assertEquals(6, run.trainer().stepsTaken());
    assertEquals(
        RunEnd.FINISHED, run.run(PolicyListener.none(), PolicyHook.none(), Monitor.none()));
  }

  /** Runs to the end, or until it is stopped in the middle of the step after so many. */
  private List<PpoStepReport> runOn(PolicyRun run, CheckpointStore store, long stopIn) {
    List<PpoStepReport> reports = new ArrayList<>();
    try {
      run.run(step -> reports.add(step.report()), saved(store, 1), inStep(stopIn + 1));
    } catch (CancellationException e) {
      assertEquals(stopIn, run.trainer().stepsTaken());
    }
    return reports;
  }

  @Test
  void run_stoppedInAnyStep_andResumedFromItsCheckpoint_equalsOneThatNeverStopped() {
    World whole = world();
    PolicyRun uninterrupted = run(whole);
    List<PpoStepReport> expected;
    try (CheckpointStore store = CheckpointStore.open(folder.resolve("whole"), Retention.all())) {
      expected = runOn(uninterrupted, store, Long.MAX_VALUE / 1_000_000 - 1);
    }
    assertEquals(6, expected.size());
    long skips = expected.stream().filter(r -> r.outcome() instanceof StepOutcome.Skipped).count();
    assertEquals(2, skips, "one in each epoch");
    for (int stop = 1; stop < 6; stop++) {
      Path own = folder.resolve("stop" + stop);
      List<PpoStepReport> reports;
      try (CheckpointStore store = CheckpointStore.open(own, Retention.all())) {
        reports = new ArrayList<>(runOn(run(world()), store, stop));
      }
      assertEquals(stop, reports.size());
      World fresh = world();
      PolicyRun resumed = run(fresh);
      try (CheckpointStore store = CheckpointStore.open(own, Retention.all())) {
        assertTrue(saved(store, 1).resume(resumed));
        assertEquals(stop, resumed.trainer().stepsTaken());
        reports.addAll(runOn(resumed, store, Long.MAX_VALUE / 1_000_000 - 1));
      }
      assertEquals(expected, reports, "stopped in step " + (stop + 1));
      assertEquals(whole.state(uninterrupted.trainer()), fresh.state(resumed.trainer()));
    }
  }

  /** The plan changes after step 2 and again after step 4; the run stops in step 4. */
  @Test
  void resume_aSteeredRun_goesOnWithThePlanOfItsCheckpoint() throws IOException {
    World whole = world();
    PrincipleSteering steering = steering(whole);
    List<PpoStepReport> expected = new ArrayList<>();
    PolicyRun uninterrupted = run(whole);
    uninterrupted.run(steeredAndKept(steering, expected), PolicyHook.none(), Monitor.none());
    assertEquals(
        List.of(0L, 0L, 1L, 1L, 2L, 2L),
        expected.stream().map(PpoStepReport::planVersion).toList());
    List<PpoStepReport> reports = new ArrayList<>();
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      World first = world();
      PrincipleSteering stopped = steering(first);
      assertThrows(
          CancellationException.class,
          () ->
              run(first).run(steeredAndKept(stopped, reports), steered(store, stopped), inStep(4)));
      byte[] state = store.latest().orElseThrow().read("steering.json").readAllBytes();
      World second = world();
      PrincipleSteering restored =
          PrincipleSteering.restore(
              state, World.SAMPLING, InstantSource.system(), PlanListener.none());
      second.source = restored;
      PolicyRun resumed = run(second);
      SavedPolicyRun saved = steered(store, restored);
      assertTrue(saved.resume(resumed));
      assertEquals(3, resumed.trainer().stepsTaken());
      resumed.run(steeredAndKept(restored, reports), saved, Monitor.none());
      assertEquals(expected, reports);
      assertEquals(whole.state(uninterrupted.trainer()), second.state(resumed.trainer()));
    }
  }

  private static PrincipleSteering steering(World world) {
    PrincipleSteering steering =
        PrincipleSteering.start(
            world.plan, World.SAMPLING, InstantSource.system(), PlanListener.none());
    world.source = steering;
    return steering;
  }

  private static PolicyListener steeredAndKept(
      PrincipleSteering steering, List<PpoStepReport> reports) {
    return step -> {
      reports.add(step.report());
      if (step.report().step() == 2) {
        steering.replace(new PlanChange(World.LIKE_C, World.NONE, "c is missing"));
      } else if (step.report().step() == 4) {
        steering.replace(new PlanChange(World.LIKE_C, World.LIKE_A, "a is missing"));
      }
    };
  }

  private static SavedPolicyRun steered(CheckpointStore store, PrincipleSteering steering) {
    Part plan = Part.file("steering.json", out -> out.write(steering.save()));
    return new SavedPolicyRun(store, 1, World::described, List.of(plan));
  }

  /** Cancels when a step, from 1, has begun. */
  private static Monitor inStep(long number) {
    return new Monitor() {
      private long done;

      @Override
      public void progressed(long done, long total) {
        this.done = done;
      }

      @Override
      public boolean isCancelled() {
        return done > (number - 1) * 1_000_000;
      }
    };
  }

  @Test
  void resume_emptyStore_beginsAtTheBeginning() {
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      PolicyRun run = run(world());
      assertFalse(saved(store, 1).resume(run));
      assertEquals(0, run.trainer().stepsTaken());
    }
  }

  @Test
  void saves_everySoManySteps_andTheLast() {
    World world = new World();
    world.promptsPerStep = 3;
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      run(world).run(PolicyListener.none(), saved(store, 4), Monitor.none());
      assertEquals(List.of(4L, 6L), List.copyOf(store.steps()));
    }
  }

  @Test
  void resume_ofAnotherRun_isRejected_andChangesNothing() {
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      PolicyRun run = run(world());
      run.trainer().step(World.prompts("a"), Monitor.none());
      saved(store, 1).save(run);
      World other = world();
      PolicyRun otherPrompts =
          other.run(7, World.prompts("a", "b", "c", "ab", "ba", "cb", "d", "ca"));
      Map<String, String> before = other.state(otherPrompts.trainer());
      String message =
          assertThrows(IllegalArgumentException.class, () -> saved(store, 1).resume(otherPrompts))
              .getMessage();
      assertTrue(message.startsWith("prompts of the run: expected "), message);
      assertEquals(before, other.state(otherPrompts.trainer()));
      PolicyRun otherSeed = world().run(8, World.eight());
      assertThrows(IllegalArgumentException.class, () -> saved(store, 1).resume(otherSeed));
      PolicyTrainer seed = world().trainer(8, 6);
      assertEquals(
          "trainer state, seed: expected 8, found 7",
          assertThrows(
                  IllegalArgumentException.class, () -> seed.restore(store.latest().orElseThrow()))
              .getMessage());
    }
  }

  @Test
  void resume_damagedValueModel_isRejected_andPutsThePolicyBack() {
    World moved = world();
    PolicyTrainer source = moved.trainer(7, 6);
    source.step(World.prompts("a", "b", "c"), Monitor.none());
    source.step(World.prompts("a", "b", "c"), Monitor.none());
    List<Part> parts = new ArrayList<>(source.parts());
    parts.removeIf(part -> part.name().equals("value-parameters.bin"));
    parts.add(Part.file("value-parameters.bin", out -> out.write(1)));
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      store.save(World.described(2), parts);
      World world = world();
      PolicyTrainer trainer = world.trainer(7, 6);
      Map<String, String> before = world.state(trainer);
      assertFalse(Arrays.equals(moved.policy.table.copy(), world.policy.table.copy()));
      assertThrows(
          IllegalArgumentException.class, () -> trainer.restore(store.latest().orElseThrow()));
      assertEquals(before, world.state(trainer));
    }
  }

  @Test
  void order_eachEpoch_isAnotherPermutation() {
    PromptOrder order = new PromptOrder(World.eight(), 8, 2, 1);
    assertNotEquals(order.prompts(0), order.prompts(1));
    assertEquals(Set.copyOf(order.prompts(0)), Set.copyOf(order.prompts(1)));
  }

  @Test
  void resume_withAPlanThatTheRunHasLeftBehind_isRejected() {
    World world = world();
    world.plan = world.plan.then(World.LIKE_C, World.NONE);
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      PolicyRun run = run(world);
      run.trainer().step(World.prompts("a"), Monitor.none());
      saved(store, 1).save(run);
      PolicyRun resumed = run(world());
      assertTrue(saved(store, 1).resume(resumed));
      assertThrows(
          IllegalStateException.class,
          () -> resumed.trainer().step(World.prompts("a"), Monitor.none()));
    }
  }

  @Test
  void run_thatOnlySkips_ends() {
    World world = new World();
    world.promptsPerStep = 2;
    world.safeguards = new SafeguardSettings(0, World.NEVER, 2);
    world.reward.disturbance = query -> Double.NaN;
    PolicyRun run = run(world);
    List<PpoStepReport> reports = new ArrayList<>();
    assertEquals(
        RunEnd.SKIPPING,
        run.run(step -> reports.add(step.report()), PolicyHook.none(), Monitor.none()));
    assertEquals(2, reports.size());
  }

  @Test
  void run_overBudget_ends_andSavesNothingOfThatStep() {
    World world = new World();
    world.promptsPerStep = 2;
    world.safeguards = new SafeguardSettings(0, 1e-6, 3);
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      PolicyRun run = run(world);
      assertEquals(
          RunEnd.OVER_BUDGET, run.run(PolicyListener.none(), saved(store, 1), Monitor.none()));
      assertEquals(run.trainer().stepsTaken(), store.steps().last());
    }
  }

  @Test
  void run_trainerWithAnotherNumberOfSteps_isRejected() {
    PromptOrder order = new PromptOrder(World.eight(), 3, 2, 1);
    PolicyTrainer trainer = new World().trainer(1, 5);
    assertEquals(
        "total steps: expected 6 as the prompts give, found 5",
        assertThrows(IllegalArgumentException.class, () -> new PolicyRun(trainer, order))
            .getMessage());
  }

  @Test
  void order_badInput_isRejected() {
    assertThrows(IllegalArgumentException.class, () -> new PromptOrder(List.of(), 3, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new PromptOrder(World.eight(), 0, 2, 1));
    assertEquals(
        "prompt epochs: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> new PromptOrder(World.eight(), 3, 0, 1))
            .getMessage());
    PromptOrder order = new PromptOrder(World.eight(), 3, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> order.prompts(-1));
    assertEquals(
        "step: expected 0 to 5, found 6",
        assertThrows(IllegalArgumentException.class, () -> order.prompts(6)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> TrainerOptions.of(1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SavedPolicyRun(
                CheckpointStore.open(folder, Retention.all()), 0, World::described, List.of()));
  }
}

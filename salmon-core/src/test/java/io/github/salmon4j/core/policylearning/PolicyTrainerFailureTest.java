package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Steps that find something wrong, fail or are cancelled: nothing is lost by them. */
class PolicyTrainerFailureTest {

  private final World world = new World();

  @Test
  void scoreNotFinite_skipsTheStepAndLeavesEveryBit() {
    world.penalty = new KlController.Adaptive(0.05, 0.1, 0.5);
    world.normalization = ScoreNormalization.Running.start();
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    Map<String, String> before = world.state(trainer);
    world.reward.disturbance = query -> query.prompt().text().equals("ab") ? Double.NaN : 0;
    StepOutcome.Skipped skipped = World.skipped(World.step(trainer));
    assertEquals(StepPhase.SCORE, skipped.phase());
    assertTrue(
        skipped
            .finding()
            .matches(
                "step 2, row 3, prompt \"ab\", response \"[a-d\\s]*\": "
                    + "reward score: expected a finite number, found NaN"),
        skipped.finding());
    assertEquals(List.of(), skipped.rollouts());
    assertSameButNumber(before, world.state(trainer));
    assertEquals(2, trainer.stepsTaken());
    assertEquals(1, trainer.skipsInARow());
    world.reward.disturbance = query -> 0;
    World.step(trainer);
    assertEquals(0, trainer.skipsInARow());
  }

  /** The number of the step and of skips is in the trainer's own part; all else is the same. */
  private static void assertSameButNumber(Map<String, String> before, Map<String, String> after) {
    for (String part : before.keySet()) {
      if (!part.equals("trainer.bin") && !part.equals("manifest.json")) {
        assertEquals(before.get(part), after.get(part), part);
      }
    }
  }

  @Test
  void scoreNotFinite_leavesPenaltyAndNormalization() {
    world.penalty = new KlController.Adaptive(0.05, 0.1, 0.5);
    world.normalization = ScoreNormalization.Running.start();
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    KlController penalty = trainer.penalty();
    ScoreNormalization normalization = trainer.normalization();
    assertNotEquals(ScoreNormalization.Running.start(), normalization);
    world.reward.disturbance = query -> Double.NEGATIVE_INFINITY;
    World.skipped(World.step(trainer));
    assertEquals(penalty, trainer.penalty());
    assertEquals(normalization, trainer.normalization());
  }

  @Test
  void logProbsNotFinite_skip_namingThePhase() {
    PolicyTrainer trainer = world.trainer(1, 10);
    Map<String, String> before = world.state(trainer);
    world.reference.disturbance = Float.NEGATIVE_INFINITY;
    StepOutcome.Skipped reference = World.skipped(World.step(trainer));
    assertEquals(StepPhase.REFERENCE, reference.phase());
    assertEquals(
        "step 1, row 0, prompt \"a\": reference log-probabilities[0, 0]: "
            + "expected a finite number, found -Infinity",
        reference.finding());
    world.reference.disturbance = 0;
    world.policy.disturbance = Float.NaN;
    assertEquals(StepPhase.GENERATE, World.skipped(World.step(trainer)).phase());
    world.policy.disturbance = 0;
    world.values.disturbance = Float.NaN;
    StepOutcome.Skipped value = World.skipped(World.step(trainer));
    assertEquals(StepPhase.VALUE, value.phase());
    assertTrue(
        value
            .finding()
            .matches("step 3, row 0, prompt \"a\", response \"[a-d\\s]*\": values\\[0, 0\\]: .*"),
        value.finding());
    assertSameButNumber(before, world.state(trainer));
    assertEquals(3, trainer.skipsInARow());
  }

  /** The third minibatch of the update finds it, when both models have moved twice. */
  @Test
  void outputNotFiniteInTheUpdate_putsBothModelsBack() {
    for (LetterModel broken : List.of(world.policy, world.values)) {
      PolicyTrainer trainer = world.trainer(1, 10);
      World.step(trainer);
      Map<String, String> before = world.state(trainer);
      int[] passes = {0};
      int until = broken == world.values ? 4 : 3; // one pass more: the values of the rollouts
      broken.beforeForward = number -> broken.disturbance = ++passes[0] == until ? Float.NaN : 0;
      StepOutcome.Skipped skipped = World.skipped(World.step(trainer));
      assertEquals(until, passes[0]);
      assertEquals(StepPhase.UPDATE, skipped.phase());
      assertEquals(8, skipped.rollouts().size());
      assertTrue(skipped.finding().contains("prompt \""), skipped.finding());
      assertSameButNumber(before, world.state(trainer));
      broken.beforeForward = number -> {};
      broken.disturbance = 0;
    }
  }

  @Test
  void failureInTheUpdate_putsEverythingBack_andStaysAFailure() {
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    Map<String, String> before = world.state(trainer);
    int[] passes = {0};
    world.policy.beforeForward =
        number -> {
          if (++passes[0] == 3) {
            throw new IllegalStateException("closed");
          }
        };
    assertThrows(IllegalStateException.class, () -> World.step(trainer));
    assertEquals(before, world.state(trainer));
  }

  @Test
  void cancelledAnywhere_changesNothing_andTheStepTakenAgainIsTheSame() {
    PolicyTrainer trainer = world.trainer(1, 10);
    World.step(trainer);
    Map<String, String> before = world.state(trainer);
    Interruption never = new Interruption(Integer.MAX_VALUE);
    World other = new World();
    PolicyTrainer uninterrupted = other.trainer(1, 10);
    World.step(uninterrupted);
    PpoStepReport expected = uninterrupted.step(World.eight(), never);
    assertTrue(never.heard() > 30, never.heard() + " calls");
    int cancelled = 0;
    for (int at = 1; at <= never.heard(); at++) {
      Interruption interruption = new Interruption(at);
      try {
        trainer.step(World.eight(), interruption);
        assertEquals(never.heard(), at, "only the last call comes too late");
      } catch (CancellationException e) {
        cancelled++;
        assertEquals(before, world.state(trainer), "cancelled at call " + at);
      }
    }
    assertEquals(never.heard() - 1, cancelled);
    assertEquals(other.state(uninterrupted), world.state(trainer));
    assertEquals(2, expected.step());
  }
}

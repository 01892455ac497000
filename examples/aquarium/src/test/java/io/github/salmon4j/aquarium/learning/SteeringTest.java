package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.EmbeddedModel;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PPO end to end with the committed models. */
class SteeringTest {

  private static final PrinciplePlan HELPFUL =
      PrinciplePlan.first(Principles.helpful(0), PrincipleSet.of());

  private static Steering steering(EmbeddedModel model, SteeringSettings settings, int answers) {
    return new Steering(
        model.base(),
        settings,
        new PolicyExam(ScriptedModel.TASKS, ScriptedModel.ORACLE, answers, 1));
  }

  @Test
  void run_helpfulPrinciples_makeAMoreHelpfulPolicy() {
    try (EmbeddedModel model = EmbeddedModel.unpacked()) {
      Steering steering = steering(model, new SteeringSettings(32, 2, 0.05, 1000), 400);
      Scorecard before = steering.ofBase();
      Steering.Outcome outcome =
          steering.run(
              Steering.Rewarding.byPrinciples(model.adapter()),
              new Steering.Course(12, HELPFUL, Optional.empty()),
              1,
              Monitor.none());
      double rise = outcome.after().helpful() - before.helpful();
      assertTrue(rise > 0.03, "from " + before.helpful() + " by " + rise);
      assertEquals(12, outcome.points().size());
      assertEquals(12, outcome.stepsBefore());
      assertEquals(EnumSet.allOf(StepPhase.class), outcome.points().get(11).seconds().keySet());
      assertTrue(Math.abs(outcome.points().get(0).divergence()) < 1e-3);
      assertEquals(List.of(), outcome.points().get(0).grown());
    }
  }

  /**
   * A budget of next to nothing: the first response that diverges ends the run, as its evidence.
   */
  @Test
  void run_overItsBudget_ends() {
    PlanChange line = new PlanChange(HELPFUL.principles(), Principles.noSelfAssessment(), "test");
    Steering.Course course =
        new Steering.Course(20, HELPFUL, Optional.of(new Steering.Turn(1, line)));
    try (EmbeddedModel model = EmbeddedModel.unpacked()) {
      Steering.Outcome outcome =
          steering(model, new SteeringSettings(4, 2, 0, 1e-300), 10)
              .run(Steering.Rewarding.plainly(model.adapter()), course, 1, Monitor.none());
      assertEquals(1, outcome.stepsBefore());
      assertTrue(outcome.changed());
      int last = outcome.points().size() - 1;
      assertTrue(last < 19, "steps: " + (last + 1));
      for (int step = 0; step <= last; step++) {
        assertEquals(step == last, outcome.points().get(step).divergence() > 0, "step " + step);
      }
    }
  }
}

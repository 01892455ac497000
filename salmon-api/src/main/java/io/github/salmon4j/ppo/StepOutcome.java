package io.github.salmon4j.ppo;

import java.util.List;
import java.util.Objects;

/** How a PPO step ended. All but {@link Updated} leave every model as it was. */
public sealed interface StepOutcome {

  /** {@return what was collected, in the order of the prompts; empty if that did not succeed} */
  List<Rollout> rollouts();

  /**
   * The models were moved.
   *
   * @param batch what was collected and how it was rewarded
   * @param update what the update did
   */
  record Updated(RolloutBatch batch, UpdateReport update) implements StepOutcome {

    /** Checks that nothing is null. */
    public Updated {
      Objects.requireNonNull(batch, "batch");
      Objects.requireNonNull(update, "update");
    }

    @Override
    public List<Rollout> rollouts() {
      return batch.rollouts();
    }
  }

  /**
   * The policy has gone further from the reference than the run allows; nothing was moved. The
   * evidence are the rollouts.
   *
   * @param batch what was collected and how it was rewarded
   * @param budget largest mean divergence of a response that the run allows, in nats
   */
  record OverBudget(RolloutBatch batch, double budget) implements StepOutcome {

    /** Checks that nothing is null. */
    public OverBudget {
      Objects.requireNonNull(batch, "batch");
    }

    @Override
    public List<Rollout> rollouts() {
      return batch.rollouts();
    }
  }

  /**
   * A score, an output, a loss or a gradient was not finite, or there was nothing to learn from;
   * what had been moved by then was put back.
   *
   * @param phase what the step was busy with
   * @param finding what was found; names the step and, where one is to blame, row and prompt, and
   *     the response that was scored
   * @param rollouts what was collected; empty if the step did not come that far
   */
  record Skipped(StepPhase phase, String finding, List<Rollout> rollouts) implements StepOutcome {

    /** Copies the list. */
    public Skipped {
      Objects.requireNonNull(phase, "phase");
      Objects.requireNonNull(finding, "finding");
      rollouts = List.copyOf(rollouts);
    }
  }
}

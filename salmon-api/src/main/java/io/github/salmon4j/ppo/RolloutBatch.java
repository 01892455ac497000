package io.github.salmon4j.ppo;

import java.util.List;

/**
 * The rollouts of one step.
 *
 * @param rollouts B rollouts, in the order of the step's prompts; at least one
 */
public record RolloutBatch(List<Rollout> rollouts) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no rollout
   */
  public RolloutBatch {
    rollouts = List.copyOf(rollouts);
    if (rollouts.isEmpty()) {
      throw new IllegalArgumentException("rollout batch: expected at least 1 rollout, found 0");
    }
  }

  /** {@return the mean terminal reward over the rollouts} */
  public double meanReward() {
    return rollouts.stream().mapToDouble(Rollout::totalReward).average().orElseThrow();
  }

  /** {@return the mean divergence from the reference policy over the rollouts, in nats} */
  public double meanDivergence() {
    return rollouts.stream().mapToDouble(Rollout::divergence).average().orElseThrow();
  }
}

package io.github.salmon4j.ppo;

import io.github.salmon4j.language.FinishReason;
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

  /** {@return the mean number of response tokens} */
  public double meanLength() {
    return rollouts.stream().mapToInt(r -> r.sequence().response().size()).average().orElseThrow();
  }

  /** {@return the share of responses that came to their end, 0 to 1} */
  public double stopRate() {
    return rollouts.stream()
        .mapToInt(r -> r.finishReason() == FinishReason.FINISHED ? 1 : 0)
        .average()
        .orElseThrow();
  }
}

package io.github.salmon4j.ppo;

import java.util.Objects;

/**
 * What one PPO step did. An immutable value: keep it, log it, plot it.
 *
 * @param step number of the step, from 1
 * @param rollouts what was collected and how it was rewarded
 * @param divergencePenalty coefficient of the divergence penalty used in this step
 * @param update what the update did
 */
public record PpoStepReport(
    long step, RolloutBatch rollouts, double divergencePenalty, UpdateReport update) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the step is not positive
   */
  public PpoStepReport {
    Objects.requireNonNull(rollouts, "rollouts");
    Objects.requireNonNull(update, "update");
    if (step < 1) {
      throw new IllegalArgumentException("step: expected 1 or more, found " + step);
    }
  }
}

package io.github.salmon4j.ppo;

import java.util.Objects;
import java.util.Optional;

/**
 * What one PPO step did. An immutable value: keep it, log it, plot it.
 *
 * @param step number of the step, from 1
 * @param planVersion version of the principles that its rollouts were scored under
 * @param divergencePenalty coefficient of the divergence penalty used in this step
 * @param learningRate of its optimizer steps
 * @param outcome how it ended
 */
public record PpoStepReport(
    long step,
    long planVersion,
    double divergencePenalty,
    double learningRate,
    StepOutcome outcome) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the step is not positive
   */
  public PpoStepReport {
    Objects.requireNonNull(outcome, "outcome");
    if (step < 1) {
      throw new IllegalArgumentException("step: expected 1 or more, found " + step);
    }
  }

  /** {@return what was collected and how it was rewarded, if collecting succeeded} */
  public Optional<RolloutBatch> rollouts() {
    return outcome.rollouts().isEmpty()
        ? Optional.empty()
        : Optional.of(new RolloutBatch(outcome.rollouts()));
  }

  /** {@return what the update did, if there was one} */
  public Optional<UpdateReport> update() {
    return outcome instanceof StepOutcome.Updated updated
        ? Optional.of(updated.update())
        : Optional.empty();
  }
}

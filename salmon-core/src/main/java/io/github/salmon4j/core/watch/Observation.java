package io.github.salmon4j.core.watch;

import java.util.List;
import java.util.Objects;

/**
 * What detectors look at.
 *
 * @param baseline responses of the reference policy
 * @param rollouts the rollouts of the step
 * @param history measures of the last steps, oldest first, this one last; at least one
 */
public record Observation(
    Baseline baseline, List<WatchedRollout> rollouts, List<StepMeasures> history) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the history is empty
   */
  public Observation {
    Objects.requireNonNull(baseline, "baseline");
    rollouts = List.copyOf(rollouts);
    history = List.copyOf(history);
    if (history.isEmpty()) {
      throw new IllegalArgumentException("history: expected at least 1 step, found 0");
    }
  }

  /** {@return the measures of this step} */
  public StepMeasures now() {
    return history.get(history.size() - 1);
  }
}

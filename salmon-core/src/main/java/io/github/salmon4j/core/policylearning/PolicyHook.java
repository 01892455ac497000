package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.ppo.PpoStepReport;

/** Sees every place from which a run can be resumed, and saves those that it likes. */
@FunctionalInterface
public interface PolicyHook {

  /**
   * Called after every step that was finished or skipped, once listeners have heard of it.
   *
   * @param run the run, as it is after the step
   * @param report what the step did
   */
  void afterStep(PolicyRun run, PpoStepReport report);

  /** {@return a hook that saves nothing} */
  static PolicyHook none() {
    return (run, report) -> {};
  }
}

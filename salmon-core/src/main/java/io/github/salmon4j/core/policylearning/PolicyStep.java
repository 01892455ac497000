package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.StepPhase;
import java.util.Map;
import java.util.Objects;

/**
 * One step of a run, as listeners hear of it.
 *
 * @param report what it did; the same in a run that is made again
 * @param seconds how long it was busy with what; never the same again
 */
public record PolicyStep(PpoStepReport report, Map<StepPhase, Double> seconds) {

  /** Copies the map. */
  public PolicyStep {
    Objects.requireNonNull(report, "report");
    seconds = Map.copyOf(seconds);
  }
}

package io.github.salmon4j.core.watch;

import java.util.Objects;

/**
 * The measures of one step of a run.
 *
 * @param step the step
 * @param measures its measures
 */
public record StepMeasures(long step, BatchMeasures measures) {

  /** Checks that nothing is null. */
  public StepMeasures {
    Objects.requireNonNull(measures, "measures");
  }
}

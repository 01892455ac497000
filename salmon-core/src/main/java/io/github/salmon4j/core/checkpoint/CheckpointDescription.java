package io.github.salmon4j.core.checkpoint;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a checkpoint says about itself. No time is among it: the same run gives the same bytes.
 *
 * @param step finished training steps, 0 or more
 * @param createdBy name and version of the program that wrote it
 * @param settings the run's settings as text, such as JSON; compared and read by the program alone
 * @param templateHash hash of the template that the model reads; empty if there is none
 * @param metrics numbers by name, such as the one by which the best checkpoint is chosen; NaN and
 *     infinities are kept
 */
public record CheckpointDescription(
    long step,
    String createdBy,
    String settings,
    String templateHash,
    Map<String, Double> metrics) {

  /**
   * Copies the metrics.
   *
   * @throws IllegalArgumentException if the step is negative
   */
  public CheckpointDescription {
    if (step < 0) {
      throw new IllegalArgumentException("step: expected 0 or more, found " + step);
    }
    Objects.requireNonNull(createdBy, "createdBy");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(templateHash, "templateHash");
    metrics = Map.copyOf(metrics);
  }

  /** {@return the metrics in alphabetical order, for output} */
  Map<String, Double> sortedMetrics() {
    return new TreeMap<>(metrics);
  }
}

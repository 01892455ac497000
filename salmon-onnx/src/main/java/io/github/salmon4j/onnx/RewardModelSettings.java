package io.github.salmon4j.onnx;

import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.util.Objects;

/**
 * How a reward model runs and how much it reads.
 *
 * @param engine device, threads, memory
 * @param limits how many tokens of prompt, response and all its input has; never more than the
 *     model's context
 */
public record RewardModelSettings(EngineSettings engine, InputLimits limits) {

  /** Checks that nothing is null. */
  public RewardModelSettings {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(limits, "limits");
  }

  /** {@return the defaults of both parts} */
  public static RewardModelSettings defaults() {
    return new RewardModelSettings(EngineSettings.defaults(), InputLimits.defaults());
  }

  /**
   * {@return these settings with another engine}
   *
   * @param other device, threads, memory
   */
  public RewardModelSettings withEngine(EngineSettings other) {
    return new RewardModelSettings(other, limits);
  }

  /**
   * {@return these settings with other limits}
   *
   * @param other how many tokens the input has
   */
  public RewardModelSettings withLimits(InputLimits other) {
    return new RewardModelSettings(engine, other);
  }
}

package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.checkpoint.RunSeed;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What distinguishes one run from another with the same settings.
 *
 * @param seed where all chance of the run comes from
 * @param totalSteps PPO steps of the run, for its learning rate; at least 1; {@link
 *     PromptOrder#steps()}
 * @param nanoseconds a clock that does not go back, for the times told to listeners; changes
 *     nothing else
 */
public record TrainerOptions(RunSeed seed, long totalSteps, LongSupplier nanoseconds) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is no step
   */
  public TrainerOptions {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(nanoseconds, "nanoseconds");
    if (totalSteps < 1) {
      throw new IllegalArgumentException("total steps: expected 1 or more, found " + totalSteps);
    }
  }

  /**
   * {@return options with the system's clock}
   *
   * @param seed where all chance of the run comes from
   * @param totalSteps PPO steps of the run; at least 1
   */
  public static TrainerOptions of(long seed, long totalSteps) {
    return new TrainerOptions(new RunSeed(seed), totalSteps, System::nanoTime);
  }
}

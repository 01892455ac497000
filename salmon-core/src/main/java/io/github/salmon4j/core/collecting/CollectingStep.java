package io.github.salmon4j.core.collecting;

import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.reward.ScoreNormalization;
import java.util.Objects;

/**
 * What distinguishes the collecting of one step from that of another.
 *
 * @param step number of the step, from 1
 * @param seed where all chance of the run comes from
 * @param plan what guidelines are drawn from
 * @param normalization of scores, as the steps before left it
 */
public record CollectingStep(
    long step, RunSeed seed, PrinciplePlan plan, ScoreNormalization normalization) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the step is not positive
   */
  public CollectingStep {
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(normalization, "normalization");
    if (step < 1) {
      throw new IllegalArgumentException("step: expected 1 or more, found " + step);
    }
  }
}

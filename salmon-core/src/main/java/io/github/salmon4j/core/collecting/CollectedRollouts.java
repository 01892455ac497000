package io.github.salmon4j.core.collecting;

import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.ppo.RolloutBatch;
import java.util.Objects;

/**
 * The rollouts of a step, and what was learned from their scores.
 *
 * @param batch the rollouts, in the order of the prompts
 * @param normalization of scores, to be used by the next step
 */
public record CollectedRollouts(RolloutBatch batch, ScoreNormalization normalization) {

  /** Checks that nothing is null. */
  public CollectedRollouts {
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(normalization, "normalization");
  }
}

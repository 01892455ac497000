package io.github.salmon4j.core.steering;

import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.principle.Guideline;
import java.util.Objects;

/**
 * One rollout under its own guideline and under that of a changed plan.
 *
 * @param rollout the rollout, with the guideline it was scored under
 * @param candidate its guideline under the changed plan
 * @param before the reward model's score under its own guideline
 * @param after the reward model's score under the candidate
 */
public record Rescored(Rollout rollout, Guideline candidate, double before, double after) {

  /** Checks that nothing is null. */
  public Rescored {
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(candidate, "candidate");
  }

  /** {@return how much the score rises, {@code after - before}} */
  public double change() {
    return after - before;
  }
}

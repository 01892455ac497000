package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.reward.ScoreNormalization;

/**
 * All that a trainer knows between two steps beside its models and optimizers. Immutable.
 *
 * @param step steps finished, skipped ones included
 * @param skipsInARow how many of the last ones were skipped
 * @param penalty of divergence, in the next step
 * @param normalization of scores, as the last step left it
 * @param plan the principles last seen
 */
record PolicyState(
    long step,
    int skipsInARow,
    KlController penalty,
    ScoreNormalization normalization,
    PlanMark plan) {

  static PolicyState start(KlController penalty, ScoreNormalization normalization) {
    return new PolicyState(0, 0, penalty, normalization, PlanMark.NONE);
  }

  /** {@return the state after a step that moved the models} */
  PolicyState updated(KlController next, ScoreNormalization learned, PrinciplePlan seen) {
    return new PolicyState(step + 1, 0, next, learned, PlanMark.of(seen));
  }

  /** {@return the state after a step that moved nothing} */
  PolicyState skipped(PrinciplePlan seen) {
    return new PolicyState(step + 1, skipsInARow + 1, penalty, normalization, PlanMark.of(seen));
  }
}

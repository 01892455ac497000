package io.github.salmon4j.core.reward;

import io.github.salmon4j.ppo.RewardComponent;

/**
 * A rule that adds a named term to the terminal reward of a response.
 *
 * <p>A rule that adds something, such as a bonus, ignores the reward so far. One that changes what
 * is there, such as a bound, adds the difference that it makes. Users write their own; a rule
 * answers the same response the same way and is safe for use by many threads.
 */
@FunctionalInterface
public interface SymbolicReward {

  /**
   * {@return what this rule adds, by name; 0 where it does not apply}
   *
   * @param response the response
   * @param soFar sum of the terms before this one, the score included
   */
  RewardComponent term(ScoredResponse response, double soFar);

  /**
   * {@return this rule with its term multiplied}
   *
   * @param weight the factor; finite
   * @throws IllegalArgumentException if the weight is not finite
   */
  default SymbolicReward weighted(double weight) {
    RewardRange.requireFinite("weight", weight);
    return (response, soFar) -> {
      RewardComponent term = term(response, soFar);
      return new RewardComponent(term.name(), weight * term.value());
    };
  }
}

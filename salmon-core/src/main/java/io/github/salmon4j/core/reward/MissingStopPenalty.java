package io.github.salmon4j.core.reward;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.RewardComponent;

/**
 * What a response costs that does not come to its end: one whose finish reason is {@link
 * FinishReason#TRUNCATED}. The term is the difference between the penalized reward and the reward
 * so far.
 */
public sealed interface MissingStopPenalty extends SymbolicReward {

  /**
   * {@return the reward of a response without its end}
   *
   * @param reward what it would be with it
   */
  double penalized(double reward);

  @Override
  default RewardComponent term(ScoredResponse response, double soFar) {
    boolean missing = response.finishReason() == FinishReason.TRUNCATED;
    return new RewardComponent("missing stop", missing ? penalized(soFar) - soFar : 0);
  }

  /** {@return no penalty, as in the SALMON paper} */
  static MissingStopPenalty none() {
    return new Subtract(0);
  }

  /**
   * {@code reward - amount}, "relative" in the released SALMON code.
   *
   * @param amount what is taken away; finite, 0 or more; 6.0 in the released SALMON code
   */
  record Subtract(double amount) implements MissingStopPenalty {

    /**
     * Checks the amount.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Subtract {
      RewardRange.requireFinite("missing-stop amount", amount);
      if (amount < 0) {
        throw new IllegalArgumentException(
            "missing-stop amount: expected 0 or more, found " + amount);
      }
    }

    @Override
    public double penalized(double reward) {
      return reward - amount;
    }
  }

  /**
   * {@code constant}, whatever the reward was: the released SALMON code's other mode, AlpacaFarm
   * and OpenAI's summarization. A reward below the constant is raised to it, so choose one that is
   * lower than bad scores are.
   *
   * @param constant the reward of every response without its end; finite; -1.0 in AlpacaFarm and in
   *     OpenAI's summarization
   */
  record Replace(double constant) implements MissingStopPenalty {

    /**
     * Checks the constant.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Replace {
      RewardRange.requireFinite("missing-stop constant", constant);
    }

    @Override
    public double penalized(double reward) {
      return constant;
    }
  }

  /**
   * {@code factor * reward} for a reward of 0 or more, {@code reward / factor} for one below: it
   * shrinks what is good and grows what is bad. Multiplying both would reward a bad response for
   * not ending. Neither paper nor released code has it.
   *
   * @param factor above 0, at most 1; 1 for no penalty
   */
  record Scale(double factor) implements MissingStopPenalty {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Scale {
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "missing-stop factor: expected above 0, at most 1, found " + factor);
      }
    }

    @Override
    public double penalized(double reward) {
      return reward >= 0 ? reward * factor : reward / factor;
    }
  }
}

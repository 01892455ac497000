package io.github.salmon4j.core.reward;

import io.github.salmon4j.ppo.RewardComponent;

/**
 * Rewards long responses where they are wanted and short ones where those are.
 *
 * <pre>
 *   bonus = coefficient * min(cap, multiplier * tokens / maximumTokens)
 * </pre>
 *
 * <p>The multiplier is the {@linkplain io.github.salmon4j.prompt.Prompt#lengthMultiplier()
 * prompt's}: 1 for general prompts, -0.4 for reasoning. Source: SALMON, section 3.5, which adds 5.0
 * or -2.0 times {@code tokens / 1024}: the same formula without a cap. The cap is the released
 * code's. TRL and AlpacaFarm have no such term.
 *
 * @param coefficient reward of a ratio of 1; finite; 0 for no bonus; 5.0 in paper and released code
 * @param cap largest ratio that counts; 0 or more; infinite for none as in the paper; 0.8 in the
 *     released code
 * @param maximumTokens tokens of a ratio of 1; 1 or more; 1024 in paper and released code, the
 *     longest response
 */
public record LengthBonus(double coefficient, double cap, int maximumTokens)
    implements SymbolicReward {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LengthBonus {
    RewardRange.requireFinite("length bonus coefficient", coefficient);
    if (!(cap >= 0)) {
      throw new IllegalArgumentException("length bonus cap: expected 0 or more, found " + cap);
    }
    if (maximumTokens < 1) {
      throw new IllegalArgumentException(
          "length bonus maximum tokens: expected 1 or more, found " + maximumTokens);
    }
  }

  /** {@return the released code's bonus: 5.0, capped at a ratio of 0.8 of 1024 tokens} */
  public static LengthBonus released() {
    return new LengthBonus(5.0, 0.8, 1024);
  }

  /** {@return the paper's bonus: 5.0 for 1024 tokens, without a cap} */
  public static LengthBonus paper() {
    return new LengthBonus(5.0, Double.POSITIVE_INFINITY, 1024);
  }

  /** {@return no bonus} */
  public static LengthBonus none() {
    return new LengthBonus(0, 0, 1);
  }

  @Override
  public RewardComponent term(ScoredResponse response, double soFar) {
    double ratio = response.prompt().lengthMultiplier() * response.tokens() / maximumTokens;
    return new RewardComponent("length bonus", coefficient * Math.min(cap, ratio));
  }
}

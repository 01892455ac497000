package io.github.salmon4j.core.labeling;

import io.github.salmon4j.core.template.JudgeTemplate;

/**
 * How a judge is asked.
 *
 * @param totalTokens most tokens of one input; what exceeds them is cut from prompt and responses;
 *     1 or more; the released code uses 1536, the paper does not say. A judge's context may lower
 *     it further
 * @param tokensPerCall how many tokens a call of the model may have to compute, where what the
 *     principles of one pair and order share counts once; 1 or more. A pair that has more makes a
 *     call by itself. More fills the model's batches, less lets a run be stopped sooner and loses
 *     less work when it is killed
 */
public record JudgeSettings(int totalTokens, int tokensPerCall) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public JudgeSettings {
    requirePositive("total tokens", totalTokens);
    requirePositive("tokens per call", tokensPerCall);
  }

  /** {@return the released code's limit of 1536 tokens, and 8192 tokens per call} */
  public static JudgeSettings defaults() {
    return new JudgeSettings(JudgeTemplate.DEFAULT_TOTAL_TOKENS, 8192);
  }

  private static void requirePositive(String name, int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + tokens);
    }
  }
}

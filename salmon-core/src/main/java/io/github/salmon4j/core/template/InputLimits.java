package io.github.salmon4j.core.template;

/**
 * How many tokens a reward model's input may have.
 *
 * <p>The prompt keeps its last tokens and the response its first. If fixed text, guideline and both
 * fields still exceed the total, the response loses more of its end, and only when nothing of it is
 * left does the prompt lose more of its beginning. The released SALMON code instead cuts the whole
 * input at its end, which takes the guideline first.
 *
 * @param promptTokens most tokens kept of the prompt; the mark of a cut is not counted; at least 1
 * @param responseTokens most tokens kept of the response; at least 1
 * @param totalTokens most tokens of the whole input; at least 1
 */
public record InputLimits(int promptTokens, int responseTokens, int totalTokens) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public InputLimits {
    requirePositive("prompt tokens", promptTokens);
    requirePositive("response tokens", responseTokens);
    requirePositive("total tokens", totalTokens);
  }

  /** {@return the limits of the released code's PPO runs: 256, 1024 and 1664 in total} */
  public static InputLimits defaults() {
    return new InputLimits(256, 1024, 1664);
  }

  /**
   * {@return these limits, the total no larger than a model's context}
   *
   * @param contextLength most tokens that the model can read; at least 1
   * @throws IllegalArgumentException if it is not positive
   */
  public InputLimits withinContext(int contextLength) {
    requirePositive("context length", contextLength);
    return new InputLimits(promptTokens, responseTokens, Math.min(totalTokens, contextLength));
  }

  private static void requirePositive(String name, int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + tokens);
    }
  }
}

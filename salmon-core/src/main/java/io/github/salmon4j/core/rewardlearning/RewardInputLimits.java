package io.github.salmon4j.core.rewardlearning;

/**
 * How many tokens of each part a reward model reads. What the two parts leave of the whole is for
 * the guideline and the template around it.
 *
 * @param instructionTokens tokens of the instruction, of which the last ones are kept; at least 1;
 *     released code: 256 for pre-training, 128 for principle fine-tuning ({@code query_len})
 * @param responseTokens tokens of the response, of which the first ones are kept; at least 1;
 *     released code: 640 for pre-training, 768 for principle fine-tuning ({@code response_len})
 * @param maxTokens tokens of the whole input; more than both parts together; released code: 1024
 *     for pre-training, 1280 for principle fine-tuning ({@code model_max_length})
 */
public record RewardInputLimits(int instructionTokens, int responseTokens, int maxTokens) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RewardInputLimits {
    Ranges.requireAtLeastOne("instruction tokens", instructionTokens);
    Ranges.requireAtLeastOne("response tokens", responseTokens);
    if (maxTokens <= (long) instructionTokens + responseTokens) {
      throw new IllegalArgumentException(
          "tokens of the whole input: expected more than "
              + instructionTokens
              + " + "
              + responseTokens
              + ", found "
              + maxTokens);
    }
  }
}

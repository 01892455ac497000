package io.github.salmon4j.reward;

/**
 * A reward model's answer for one response under one guideline.
 *
 * @param value the score: unbounded, higher is better, comparable only between responses scored by
 *     the same model under the same guideline; the loss it was trained with makes the difference of
 *     two scores the log-odds that the first response is better (SALMON, eq. 1)
 * @param inputTokens tokens the model read for this score, prefix included
 * @param droppedTokens tokens of the prompt and the response that did not fit and were left out; 0
 *     if the model saw everything
 */
public record RewardScore(double value, int inputTokens, int droppedTokens) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the value is not finite or a count is negative
   */
  public RewardScore {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("reward score: expected a finite number, found " + value);
    }
    if (inputTokens < 0 || droppedTokens < 0) {
      throw new IllegalArgumentException(
          "token counts: expected none negative, found " + inputTokens + ", " + droppedTokens);
    }
  }
}

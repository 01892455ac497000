package io.github.salmon4j.core.reward;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.prompt.Prompt;
import java.util.Objects;

/**
 * A response with its reward model score: all that a terminal reward may depend on.
 *
 * @param prompt what was asked
 * @param response its text, decoded without special tokens; may be empty; never trusted
 * @param tokens how many tokens were sampled, the stop token included; 0 or more
 * @param finishReason why it ends
 * @param score the reward model's score; finite
 */
public record ScoredResponse(
    Prompt prompt, String response, int tokens, FinishReason finishReason, double score) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the score is not finite or the count is negative
   */
  public ScoredResponse {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(finishReason, "finishReason");
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: expected 0 or more, found " + tokens);
    }
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("score: expected a finite number, found " + score);
    }
  }
}

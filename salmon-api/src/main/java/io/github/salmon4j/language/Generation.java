package io.github.salmon4j.language;

import java.util.Objects;

/**
 * A generated response.
 *
 * @param response the {@code T} sampled tokens; the stop token, if one was emitted, is the last
 * @param logProbs log-probability of each of them at the sampling temperature, before top-k and
 *     top-p cut the distribution, [T]
 * @param finishReason why it ends
 */
public record Generation(TokenIds response, TokenLogProbs logProbs, FinishReason finishReason) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is not one log-probability for each token
   */
  public Generation {
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(logProbs, "logProbs");
    Objects.requireNonNull(finishReason, "finishReason");
    if (response.size() != logProbs.size()) {
      throw new IllegalArgumentException(
          "log-probabilities: expected " + response.size() + ", found " + logProbs.size());
    }
  }
}

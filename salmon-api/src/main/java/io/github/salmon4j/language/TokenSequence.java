package io.github.salmon4j.language;

import java.util.List;
import java.util.Objects;

/**
 * A prompt and the response that follows it, as one sequence of {@code S = Q + T} tokens.
 *
 * @param prompt the {@code Q} tokens given to the model, special tokens included
 * @param response the {@code T} tokens that follow; may be empty
 */
public record TokenSequence(TokenIds prompt, TokenIds response) {

  /** Checks that nothing is null. */
  public TokenSequence {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(response, "response");
  }

  /** {@return the number of tokens, {@code Q + T}} */
  public int size() {
    return prompt.size() + response.size();
  }

  /** {@return all {@code Q + T} tokens} */
  public TokenIds tokens() {
    return TokenIds.concat(List.of(prompt, response));
  }
}

package io.github.salmon4j.core.template;

import io.github.salmon4j.language.TokenIds;
import java.util.Objects;

/**
 * A filled-in template as a model reads it.
 *
 * @param tokens the S tokens, the begin token first if the model has one, no end token
 * @param sharedTokens how many of them, from the first on, come before the first principle: equal
 *     for all principles that are encoded together, and for any others that force no other cut, so
 *     they need to be computed only once; from 0 to S
 * @param droppedTokens tokens of prompt and responses that did not fit and were left out
 */
public record EncodedInput(TokenIds tokens, int sharedTokens, int droppedTokens) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a count is out of its range
   */
  public EncodedInput {
    Objects.requireNonNull(tokens, "tokens");
    if (sharedTokens < 0 || sharedTokens > tokens.size()) {
      throw new IllegalArgumentException(
          "shared tokens: expected 0 to " + tokens.size() + ", found " + sharedTokens);
    }
    if (droppedTokens < 0) {
      throw new IllegalArgumentException(
          "dropped tokens: expected 0 or more, found " + droppedTokens);
    }
  }

  /** {@return the tokens before the first principle} */
  public TokenIds shared() {
    return tokens.slice(0, sharedTokens);
  }

  /** {@return the tokens from the first principle on} */
  public TokenIds own() {
    return tokens.slice(sharedTokens, tokens.size());
  }
}

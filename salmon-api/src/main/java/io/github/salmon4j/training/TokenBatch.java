package io.github.salmon4j.training;

import io.github.salmon4j.language.TokenSequence;
import java.util.List;

/**
 * The sequences of one forward pass, unpadded: how they are laid out in memory is the model's
 * business, and no result depends on it.
 *
 * @param sequences B sequences, in order; at least one, each of 1 token or more
 */
public record TokenBatch(List<TokenSequence> sequences) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no sequence, or one has no token
   */
  public TokenBatch {
    sequences = List.copyOf(sequences);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("batch: expected at least 1 sequence, found 0");
    }
    for (int b = 0; b < sequences.size(); b++) {
      if (sequences.get(b).size() == 0) {
        throw new IllegalArgumentException("batch row " + b + ": expected tokens, found none");
      }
    }
  }

  /** {@return the number of sequences, {@code B}} */
  public int size() {
    return sequences.size();
  }

  /** {@return the number of tokens of the longest response, {@code T}} */
  public int responseLength() {
    return sequences.stream().mapToInt(s -> s.response().size()).max().orElse(0);
  }

  /** {@return which entries of a [B, T] matrix of response tokens count} */
  public ValidTokens validTokens() {
    return ValidTokens.ofLengths(
        sequences.stream().mapToInt(s -> s.response().size()).toArray(), responseLength());
  }
}

package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.principle.Guideline;
import java.util.Objects;

/**
 * A preference as a reward model is trained on it.
 *
 * @param first what the model reads for the first response; at least one token
 * @param second what it reads for the second; at least one token
 * @param guideline the principles shown with both
 * @param target what the two scores are trained towards
 * @param source which preference it was, from 0
 */
public record EncodedPair(
    TokenIds first, TokenIds second, Guideline guideline, PairTarget target, int source) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if an input has no token, or the source is negative
   */
  public EncodedPair {
    Objects.requireNonNull(guideline, "guideline");
    Objects.requireNonNull(target, "target");
    if (first.isEmpty() || second.isEmpty() || source < 0) {
      throw new IllegalArgumentException(
          "pair %d: expected tokens in both inputs, found %d and %d"
              .formatted(source, first.size(), second.size()));
    }
  }
}

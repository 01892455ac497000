package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.language.TokenSequence;
import java.util.Objects;

/**
 * A demonstration as a model is trained on it.
 *
 * @param sequence the prompt, and the answer to learn
 * @param source which demonstration it was, from 0
 */
public record EncodedDemonstration(TokenSequence sequence, int source) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the prompt or the answer has no token, or the source is
   *     negative
   */
  public EncodedDemonstration {
    Objects.requireNonNull(sequence, "sequence");
    if (sequence.prompt().isEmpty() || sequence.response().isEmpty() || source < 0) {
      throw new IllegalArgumentException(
          "demonstration %d: expected tokens in prompt and answer, found %d and %d"
              .formatted(source, sequence.prompt().size(), sequence.response().size()));
    }
  }
}

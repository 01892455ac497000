package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.language.TokenSequence;

/**
 * A text to learn from, and how much each of its last tokens counts.
 *
 * @param sequence the text; what is learned is its response
 * @param weights of the loss, one for each response token, 0 or more
 */
record Lesson(TokenSequence sequence, Weights weights) {

  /** Says how much a response token counts. */
  @FunctionalInterface
  interface Weights {

    /** {@return the weight of a response token, from 0} */
    double of(int token);
  }
}

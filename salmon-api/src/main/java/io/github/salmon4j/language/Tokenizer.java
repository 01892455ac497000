package io.github.salmon4j.language;

import java.util.OptionalInt;

/**
 * Turns text into token ids and back.
 *
 * <p>Text is never trusted: special tokens spelled out in a text are encoded as the plain
 * characters they consist of. Only the program adds special tokens, by id. Safe for use by many
 * threads at once.
 */
public interface Tokenizer {

  /**
   * {@return the tokens of a text, with no special token among them}
   *
   * @param text any text; may be empty
   * @throws IllegalArgumentException if the text holds a lone surrogate, which no token can spell
   */
  TokenIds encode(String text);

  /**
   * {@return the text of tokens, special tokens left out}
   *
   * @param tokens the tokens
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(TokenIds tokens);

  /** {@return one more than the largest id that {@link #encode} or a special token can give} */
  int vocabularySize();

  /** {@return the id that begins every sequence, if the model expects one} */
  OptionalInt beginId();

  /** {@return the id that ends a text, if there is one} */
  OptionalInt endId();
}

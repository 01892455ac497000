package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.Objects;

/**
 * A prompt and an answer to learn from.
 *
 * @param prompt the tokens before the answer, everything around the question included, the begin
 *     token not
 * @param answer the tokens to learn, with or without the stop tokens at the end
 * @param ending whether the answer is complete: only where it is, stopping is learned
 */
public record Demonstration(TokenIds prompt, TokenIds answer, FinishReason ending) {

  /** Checks that nothing is null. */
  public Demonstration {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(ending, "ending");
  }

  /**
   * {@return a demonstration in text; prompt and answer are tokenized separately, as plain text}
   *
   * <p>A question that spells out the words around it is taken for them. Where questions are not
   * trusted, tokenize them and what is around them part by part.
   *
   * @param prompt the text before the answer, everything around the question included
   * @param answer the text to learn
   * @param ending whether the answer is complete
   * @param tokenizer the model's
   * @throws IllegalArgumentException if a text holds a lone surrogate
   */
  public static Demonstration of(
      String prompt, String answer, FinishReason ending, Tokenizer tokenizer) {
    return new Demonstration(tokenizer.encode(prompt), tokenizer.encode(answer), ending);
  }

  /**
   * {@return a model's own answer as a demonstration, token by token as it was sampled}
   *
   * @param prompt the tokens to learn it for; not necessarily those it was sampled with, which may
   *     have held principles and examples
   * @param generation the answer
   */
  public static Demonstration of(TokenIds prompt, Generation generation) {
    return new Demonstration(prompt, generation.response(), generation.finishReason());
  }
}

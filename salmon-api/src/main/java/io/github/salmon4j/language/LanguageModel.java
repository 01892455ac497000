package io.github.salmon4j.language;

import io.github.salmon4j.Monitor;
import java.util.List;

/**
 * A causal language model: continues token sequences and says how likely given ones are.
 *
 * <p>Safe for use by many threads at once. {@link #close()} waits for running calls; a call that
 * starts later throws {@link IllegalStateException}.
 */
public interface LanguageModel extends AutoCloseable {

  /** {@return the tokenizer that belongs to this model} */
  Tokenizer tokenizer();

  /** {@return the largest number of tokens, {@code Q + T}, that one sequence may have} */
  int contextLength();

  /**
   * Continues every prompt.
   *
   * @param prompts B prompts, each of 1 token or more, special tokens included
   * @param settings how tokens are chosen and when a response ends
   * @param monitor hears of finished rows and may cancel
   * @return B generations, in the order of the prompts; the same prompt, row and seed give the same
   *     tokens as far as float ties allow
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt is empty, has an unknown id, or leaves no room for
   *     one new token
   * @throws IllegalStateException if the model is closed
   */
  List<Generation> generate(List<TokenIds> prompts, GenerationSettings settings, Monitor monitor);

  /**
   * Evaluates given responses.
   *
   * @param sequences B sequences, each with a prompt of 1 token or more
   * @param temperature divisor of the logits; above 0; 1 for the model's own distribution
   * @param monitor hears of finished rows and may cancel
   * @return B results, each with one log-probability for every response token
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt is empty, an id is unknown, a sequence exceeds the
   *     context, or the temperature is not above 0
   * @throws IllegalStateException if the model is closed
   */
  List<TokenLogProbs> logProbs(List<TokenSequence> sequences, double temperature, Monitor monitor);

  /** Waits for running calls, then frees the model. Closing twice has no effect. */
  @Override
  void close();
}

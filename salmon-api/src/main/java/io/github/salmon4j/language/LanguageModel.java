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
   * Continues every prompt. Long lists are fine: a finished response makes room for the next
   * prompt, so that one long response holds nothing up.
   *
   * @param requests B prompts, each of 1 token or more, special tokens included, with their seeds
   * @param settings how tokens are chosen and when a response ends
   * @param listener hears of tokens and finished responses, and may cancel between two tokens
   * @return B generations, in the order of the requests; the same prompt and seed give the same
   *     tokens whatever stands beside them, as far as float ties allow
   * @throws java.util.concurrent.CancellationException if the listener cancels
   * @throws IllegalArgumentException if a prompt is empty, has an unknown id, or leaves no room for
   *     one new token
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  List<Generation> generate(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener);

  /**
   * Continues every prompt, with {@linkplain GenerationRequest#each seeds drawn from one}.
   *
   * @param prompts B prompts
   * @param settings how tokens are chosen and when a response ends
   * @param seed seed of the whole list
   * @param monitor hears of finished rows and may cancel
   * @return B generations, in the order of the prompts
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException as for a list of requests
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  default List<Generation> generate(
      List<TokenIds> prompts, GenerationSettings settings, long seed, Monitor monitor) {
    return generate(
        GenerationRequest.each(prompts, seed), settings, GenerationListener.of(monitor));
  }

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
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  List<TokenLogProbs> logProbs(List<TokenSequence> sequences, double temperature, Monitor monitor);

  /**
   * Says how likely each of a few tokens is as the next one: how a judge's opinion is read. Prompts
   * that begin alike, such as one pair of responses under many principles, share the work.
   *
   * @param prompts B prompts, each of 1 token or more
   * @param candidates K ids, 1 or more
   * @param monitor hears of finished rows and may cancel
   * @return B results, each with K log-probabilities at temperature 1, in the order of the
   *     candidates
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt is empty or leaves no room for one new token, an
   *     id is unknown, or there are no candidates
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  List<TokenLogProbs> nextLogProbs(List<TokenIds> prompts, TokenIds candidates, Monitor monitor);

  /** Waits for running calls, then frees the model. Closing twice has no effect. */
  @Override
  void close();
}

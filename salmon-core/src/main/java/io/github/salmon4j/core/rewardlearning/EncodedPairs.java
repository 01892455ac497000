package io.github.salmon4j.core.rewardlearning;

import java.util.List;

/**
 * Preferences ready to train on, and what became of the others.
 *
 * @param pairs those that are used, in their order
 * @param cut how many of them lost tokens of the prompt or a response
 * @param tooLong preferences left out because they have too many tokens
 * @param identical preferences left out because both responses are the same to the model, which can
 *     learn nothing from them
 */
public record EncodedPairs(List<EncodedPair> pairs, int cut, int tooLong, int identical) {

  /** Copies the list. */
  public EncodedPairs {
    pairs = List.copyOf(pairs);
  }
}

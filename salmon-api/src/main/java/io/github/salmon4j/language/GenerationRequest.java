package io.github.salmon4j.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A prompt to continue, with randomness of its own: what is drawn for it does not depend on which
 * other prompts are continued beside it.
 *
 * @param prompt 1 token or more, special tokens included
 * @param seed seeds the generator that this response draws from; unused if nothing is drawn
 */
public record GenerationRequest(TokenIds prompt, long seed) {

  /** Checks that nothing is null. */
  public GenerationRequest {
    Objects.requireNonNull(prompt, "prompt");
  }

  /**
   * {@return a request for each prompt, in order, all seeds drawn from one}
   *
   * @param prompts the prompts; the same prompt twice gets two seeds
   * @param seed seed of the whole list
   */
  public static List<GenerationRequest> each(List<TokenIds> prompts, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    List<GenerationRequest> requests = new ArrayList<>();
    for (TokenIds prompt : prompts) {
      requests.add(new GenerationRequest(prompt, seeds.nextLong()));
    }
    return List.copyOf(requests);
  }
}

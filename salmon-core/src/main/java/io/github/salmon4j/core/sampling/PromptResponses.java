package io.github.salmon4j.core.sampling;

import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.Objects;

/**
 * A prompt and the responses of all runs to it.
 *
 * @param prompt the prompt
 * @param responses one for each run, in the order of the runs; none if the prompt is too long
 */
public record PromptResponses(Prompt prompt, List<SampledResponse> responses) {

  /** Copies the list. */
  public PromptResponses {
    Objects.requireNonNull(prompt, "prompt");
    responses = List.copyOf(responses);
  }
}

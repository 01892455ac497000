package io.github.salmon4j.core.sampling;

import io.github.salmon4j.language.FinishReason;
import java.util.Objects;

/**
 * One response as it was sampled.
 *
 * @param raw all the text that the model wrote, what ended it included
 * @param text what the chat template makes of it: cut at the first stop and trimmed
 * @param finishReason {@link FinishReason#FINISHED} if it ended with a stop token or a stop of the
 *     template, {@link FinishReason#TRUNCATED} if the length limit cut it off
 */
public record SampledResponse(String raw, String text, FinishReason finishReason) {

  /** Checks that nothing is null. */
  public SampledResponse {
    Objects.requireNonNull(raw, "raw");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finishReason, "finishReason");
  }
}

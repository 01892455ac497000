package io.github.salmon4j.preference;

import io.github.salmon4j.prompt.Prompt;
import java.util.Objects;

/**
 * Two responses to one prompt, not yet judged.
 *
 * @param prompt the prompt both answer
 * @param first one response; may be empty
 * @param second the other response; may be empty
 */
public record ResponsePair(Prompt prompt, String first, String second) {

  /** Checks that nothing is null. */
  public ResponsePair {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
  }

  /** {@return the same pair with the responses exchanged} */
  public ResponsePair swapped() {
    return new ResponsePair(prompt, second, first);
  }
}

package io.github.salmon4j.core.finetuning;

import java.util.List;

/**
 * Demonstrations ready to train on, and what became of the others.
 *
 * @param examples those that are used, in their order
 * @param cut how many of them lost tokens
 * @param tooLong demonstrations left out because they have too many tokens
 * @param empty demonstrations left out because nothing precedes the answer, or there is none
 */
public record EncodedDemonstrations(
    List<EncodedDemonstration> examples, int cut, int tooLong, int empty) {

  /** Copies the list. */
  public EncodedDemonstrations {
    examples = List.copyOf(examples);
  }
}

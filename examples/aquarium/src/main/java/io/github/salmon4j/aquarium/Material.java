package io.github.salmon4j.aquarium;

import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is scored: a prompt and answers to it, called A, B, C and so on.
 *
 * @param prompt what was asked
 * @param responses what was answered; from 1 to 26
 */
record Material(Prompt prompt, List<String> responses) {

  private static final int LETTERS = 26;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no response, or no letter for one
   */
  Material {
    responses = List.copyOf(responses);
    if (responses.isEmpty() || responses.size() > LETTERS) {
      throw new IllegalArgumentException(
          "responses: expected 1 to " + LETTERS + ", found " + responses.size());
    }
  }

  /** {@return a question with a plain answer, a boastful one and a long-winded one} */
  static Material demonstration() {
    return new Material(
        Prompt.of("How often should I feed a goldfish?"),
        List.of(
            "Once or twice a day, only as much as it eats in about two minutes.",
            "Wonderful question! You will love my answer, which is complete and correct: feed it "
                + "well, and it will be a happy fish.",
            "There is much to say about feeding fish. Some people feed in the morning, others in "
                + "the evening. For example, my neighbor feeds hers at noon. As a rule, once or "
                + "twice a day is enough, but opinions differ."));
  }

  /** {@return the letter of each response, in order} */
  List<String> letters() {
    return IntStream.range(0, responses.size())
        .mapToObj(index -> Character.toString('A' + index))
        .toList();
  }
}

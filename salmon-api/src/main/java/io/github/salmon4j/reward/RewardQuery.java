package io.github.salmon4j.reward;

import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.Objects;

/**
 * One response to be scored under one or more guidelines.
 *
 * <p>Ask about all guidelines of a response in one query: the response and the prompt come first in
 * a reward model's input, so they are computed once and only the guidelines are computed each.
 *
 * @param prompt what was asked
 * @param response what was answered; may be empty; never trusted
 * @param guidelines the guidelines, in the order in which scores are wanted; at least one
 */
public record RewardQuery(Prompt prompt, String response, List<Guideline> guidelines) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no guideline
   */
  public RewardQuery {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(response, "response");
    guidelines = List.copyOf(guidelines);
    if (guidelines.isEmpty()) {
      throw new IllegalArgumentException("reward query: expected at least 1 guideline, found 0");
    }
  }

  /**
   * {@return a query under one guideline}
   *
   * @param prompt what was asked
   * @param response what was answered
   * @param guideline the guideline
   */
  public static RewardQuery of(Prompt prompt, String response, Guideline guideline) {
    return new RewardQuery(prompt, response, List.of(guideline));
  }
}

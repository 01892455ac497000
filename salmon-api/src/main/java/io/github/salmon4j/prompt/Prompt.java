package io.github.salmon4j.prompt;

import java.util.Objects;

/**
 * A request to the model, with what the method needs to know about it.
 *
 * @param text the request as the user wrote it; not blank; never trusted
 * @param kind the sort of task
 * @param lengthMultiplier factor of the length bonus for this prompt: positive rewards long
 *     responses, negative short ones, 0 neither; finite. The released SALMON code uses 1.0 for
 *     general and -0.4 for reasoning prompts
 */
public record Prompt(String text, PromptKind kind, double lengthMultiplier) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the text is blank or the multiplier is not finite
   */
  public Prompt {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(kind, "kind");
    if (text.isBlank()) {
      throw new IllegalArgumentException("prompt text: expected some text, found blank");
    }
    if (!Double.isFinite(lengthMultiplier)) {
      throw new IllegalArgumentException(
          "prompt length multiplier: expected a finite number, found " + lengthMultiplier);
    }
  }

  /**
   * {@return a general prompt with length multiplier 1}
   *
   * @param text the request; not blank
   */
  public static Prompt of(String text) {
    return new Prompt(text, PromptKind.GENERAL, 1.0);
  }

  /**
   * {@return a prompt of the given kind, with the released code's length multiplier for it: 1.0 for
   * general, -0.4 for reasoning, 0 for red-teaming}
   *
   * @param text the request; not blank
   * @param kind the sort of task
   */
  public static Prompt of(String text, PromptKind kind) {
    double multiplier =
        switch (kind) {
          case GENERAL -> 1.0;
          case REASONING -> -0.4;
          case RED_TEAMING -> 0.0;
        };
    return new Prompt(text, kind, multiplier);
  }
}

package io.github.salmon4j.core.collecting;

import io.github.salmon4j.prompt.Prompt;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Tells numbers that are not finite from calls that were wrong.
 *
 * <p>Models, losses and gradients report such a number with an {@link ArithmeticException}. Values
 * of the api that refuse it in their constructors ({@link io.github.salmon4j.reward.RewardScore},
 * {@link io.github.salmon4j.language.TokenLogProbs}) can only say {@link IllegalArgumentException},
 * wherever a model makes one; what they found is then the end of the message.
 */
public final class NotFinite {

  private static final Pattern FOUND = Pattern.compile("(?s).*found (NaN|-?Infinity)");

  private NotFinite() {}

  /**
   * {@return whether an exception says that a number is not finite}
   *
   * @param exception what a model or a computation threw
   */
  public static boolean isSaidBy(RuntimeException exception) {
    Objects.requireNonNull(exception, "exception");
    return exception instanceof ArithmeticException
        || (exception instanceof IllegalArgumentException
            && exception.getMessage() != null
            && FOUND.matcher(exception.getMessage()).matches());
  }

  /**
   * {@return the finding with its row and prompt put before its message, caused by it}
   *
   * @param row the rollout, from 0
   * @param prompt its prompt
   * @param finding what was found
   */
  public static ArithmeticException inRow(int row, Prompt prompt, RuntimeException finding) {
    return at("row %d, prompt \"%s\"".formatted(row, prompt.text()), finding);
  }

  /** {@return the finding with its row, prompt and response, which nobody could see otherwise} */
  static ArithmeticException inRow(int row, Draft draft, RuntimeException finding) {
    return at(
        "row %d, prompt \"%s\", response \"%s\""
            .formatted(row, draft.prompt().text(), draft.text()),
        finding);
  }

  static ArithmeticException at(String place, RuntimeException finding) {
    ArithmeticException told = new ArithmeticException(place + ": " + finding.getMessage());
    told.initCause(finding);
    return told;
  }
}

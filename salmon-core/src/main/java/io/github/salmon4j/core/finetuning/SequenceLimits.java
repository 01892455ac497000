package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.core.training.LengthPolicy;
import java.util.Objects;

/**
 * How many tokens a demonstration may have, and what becomes of one that has more.
 *
 * <p>An answer is cut at its end, and then without stop tokens: a cut answer teaches no stop.
 *
 * @param promptTokens most tokens of the prompt, the begin tokens not counted; at least 1; released
 *     code of SELF-ALIGN's second version: 512 ({@code source_max_len})
 * @param answerTokens most tokens of the answer, stop tokens counted; at least 1; released code:
 *     512 ({@code target_max_len})
 * @param policy what becomes of a longer one; cut in the released code
 * @param kept which end of a prompt stays when it is cut; the last tokens in the released code
 */
public record SequenceLimits(
    int promptTokens, int answerTokens, LengthPolicy policy, PromptPart kept) {

  /** A part of a prompt. */
  public enum PromptPart {
    /** The first tokens: what introduces the conversation. */
    FIRST_TOKENS,
    /** The last tokens: what the answer follows. */
    LAST_TOKENS
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public SequenceLimits {
    requirePositive("prompt tokens", promptTokens);
    requirePositive("answer tokens", answerTokens);
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(kept, "kept");
  }

  /** {@return the limits of the released code of SELF-ALIGN's second version} */
  public static SequenceLimits selfAlign() {
    return new SequenceLimits(512, 512, LengthPolicy.TRUNCATE, PromptPart.LAST_TOKENS);
  }

  private static void requirePositive(String what, int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + tokens);
    }
  }
}

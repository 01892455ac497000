package io.github.salmon4j.core.sampling;

import io.github.salmon4j.language.GenerationSettings;
import java.util.Objects;

/**
 * How responses are sampled and paired.
 *
 * @param runs responses to each prompt, n; at least 2, and all n (n - 1) / 2 unordered pairs of
 *     them are made; 2 in paper and released SALMON code
 * @param promptTokens most tokens of a prompt with the chat template around it; longer prompts are
 *     left out, as are those that leave no room in the model's context; at least 1; the paper and
 *     the released code set no limit at this stage
 * @param generation how tokens are chosen; the chat template's stops are added
 * @param filter which pairs are kept
 */
public record SamplingSettings(
    int runs, int promptTokens, GenerationSettings generation, PairFilter filter) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SamplingSettings {
    Objects.requireNonNull(generation, "generation");
    Objects.requireNonNull(filter, "filter");
    if (runs < 2) {
      throw new IllegalArgumentException("runs: expected 2 or more, found " + runs);
    }
    if (promptTokens < 1) {
      throw new IllegalArgumentException(
          "prompt tokens: expected 1 or more, found " + promptTokens);
    }
  }

  /**
   * {@return two responses to prompts of any length, and the default filter}
   *
   * @param generation how tokens are chosen, such as {@link
   *     io.github.salmon4j.core.settings.LabelingSettings#responses()}
   */
  public static SamplingSettings defaults(GenerationSettings generation) {
    return new SamplingSettings(2, Integer.MAX_VALUE, generation, PairFilter.defaults());
  }

  /** {@return how many unordered pairs of responses each prompt has} */
  int pairsPerPrompt() {
    return runs * (runs - 1) / 2;
  }
}

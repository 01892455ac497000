package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.core.training.LengthPolicy;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns preferences into what a reward model reads: one filled-in template for each response.
 *
 * @param template the template, the one that scores will be asked for with
 * @param tokenizer the reward model's
 * @param limits how many tokens there may be
 * @param policy what becomes of a preference that has more tokens; the released SALMON code cuts,
 *     and the template says what it cuts
 */
public record PairEncoder(
    RewardTemplate template, Tokenizer tokenizer, InputLimits limits, LengthPolicy policy) {

  /** Checks that nothing is null. */
  public PairEncoder {
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(policy, "policy");
  }

  /**
   * {@return an encoder with the standard template and the limits of a training stage, which cuts}
   *
   * @param tokenizer the reward model's
   * @param limits how much of a text the model reads
   */
  public static PairEncoder of(Tokenizer tokenizer, RewardInputLimits limits) {
    return new PairEncoder(
        RewardTemplate.standard(),
        tokenizer,
        new InputLimits(limits.instructionTokens(), limits.responseTokens(), limits.maxTokens()),
        LengthPolicy.TRUNCATE);
  }

  /**
   * {@return the preferences as pairs of inputs; what is left out is counted}
   *
   * @param preferences the preferences; may be empty
   * @throws IllegalArgumentException if a guideline alone exceeds the limits or a text holds a lone
   *     surrogate; names the preference, from 0
   */
  public EncodedPairs encode(List<Preference> preferences) {
    List<EncodedPair> pairs = new ArrayList<>();
    int cut = 0;
    int tooLong = 0;
    int identical = 0;
    for (int i = 0; i < preferences.size(); i++) {
      Preference preference = preferences.get(i);
      EncodedInput first = encode(preference, preference.pair().first(), i);
      EncodedInput second = encode(preference, preference.pair().second(), i);
      boolean fits = first.droppedTokens() + second.droppedTokens() == 0;
      if (!fits && policy == LengthPolicy.FILTER) {
        tooLong++;
      } else if (first.tokens().equals(second.tokens())) {
        identical++;
      } else {
        cut += fits ? 0 : 1;
        pairs.add(pair(first, second, preference, i));
      }
    }
    return new EncodedPairs(pairs, cut, tooLong, identical);
  }

  private EncodedInput encode(Preference preference, String response, int index) {
    try {
      return template.encode(
          preference.pair().prompt(), response, preference.guideline(), tokenizer, limits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("preference " + index + ": " + e.getMessage(), e);
    }
  }

  private static EncodedPair pair(
      EncodedInput first, EncodedInput second, Preference preference, int index) {
    return new EncodedPair(
        first.tokens(), second.tokens(), preference.guideline(), PairTarget.of(preference), index);
  }
}

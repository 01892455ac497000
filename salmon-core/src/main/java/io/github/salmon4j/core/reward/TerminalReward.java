package io.github.salmon4j.core.reward;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.ppo.RewardComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The reward of a whole response, as a sum whose every term has a name: the answer to "why 3.2?".
 *
 * <pre>
 *   reward = score + normalization + term_1 + ... + term_n
 * </pre>
 *
 * <p>Terms are computed in order, each from the response and the sum before it, and listed even
 * where they are 0, so that all responses have the same ones. A term that changes the reward so far
 * is listed as the difference it makes; the reward is the sum of the terms, by definition.
 *
 * <p>Immutable and safe for use by many threads, as far as its terms are.
 */
public final class TerminalReward {

  private final ScoreNormalization normalization;
  private final List<SymbolicReward> terms;

  /**
   * A reward of any terms.
   *
   * @param normalization what is done to the score first
   * @param terms what is added, in order; may be empty
   */
  public TerminalReward(ScoreNormalization normalization, List<? extends SymbolicReward> terms) {
    this.normalization = Objects.requireNonNull(normalization, "normalization");
    this.terms = List.copyOf(terms);
  }

  /**
   * {@return the reward that these settings describe}
   *
   * @param settings the settings, without a language bonus
   * @throws IllegalArgumentException if there is a language bonus
   */
  public static TerminalReward of(RewardSettings settings) {
    if (settings.languageBonus() != 0) {
      throw new IllegalArgumentException(
          "language bonus: expected 0 without a detector, found " + settings.languageBonus());
    }
    return new TerminalReward(
        settings.normalization(),
        List.of(settings.clipping(), settings.missingStop(), settings.lengthBonus()));
  }

  /**
   * {@return the reward that these settings describe, the language bonus before the length bonus}
   *
   * @param settings the settings
   * @param detector tells the languages of prompts and responses
   */
  public static TerminalReward of(RewardSettings settings, LanguageDetector detector) {
    return new TerminalReward(
        settings.normalization(),
        List.of(
            settings.clipping(),
            settings.missingStop(),
            new LanguageBonus(settings.languageBonus(), detector),
            settings.lengthBonus()));
  }

  /**
   * {@return the terms of a response's reward, the raw score first}
   *
   * @param response the response
   * @throws IllegalArgumentException if a term is not finite
   */
  public List<RewardComponent> components(ScoredResponse response) {
    List<RewardComponent> components = new ArrayList<>();
    components.add(new RewardComponent("score", response.score()));
    components.add(normalization.term(response, response.score()));
    double soFar = response.score() + components.get(1).value();
    for (SymbolicReward term : terms) {
      RewardComponent component = term.term(response, soFar);
      components.add(component);
      soFar += component.value();
    }
    return List.copyOf(components);
  }

  /**
   * {@return the reward to use once these scores have been seen: the same terms, and the
   * normalization {@linkplain ScoreNormalization#after after} them}
   *
   * @param batch responses with their raw scores; those about to be rewarded, if their own scores
   *     are to count, as in TRL
   */
  public TerminalReward after(List<ScoredResponse> batch) {
    return new TerminalReward(normalization.after(batch), terms);
  }

  /** {@return what is done to the score first; with the settings, all that a checkpoint needs} */
  public ScoreNormalization normalization() {
    return normalization;
  }
}

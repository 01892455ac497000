package io.github.salmon4j.core.collecting;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.reward.TerminalReward;
import java.util.Objects;

/**
 * What is made of a reward model's score: the fixed part of a run's reward. The part that learns
 * from step to step, the normalization, is handed in.
 *
 * <pre>{@code
 * RewardFormula own = normalization -> new TerminalReward(normalization, List.of(politeness));
 * }</pre>
 */
@FunctionalInterface
public interface RewardFormula {

  /**
   * {@return the reward of a step}
   *
   * @param normalization what is done to scores first, as it is in this step
   */
  TerminalReward with(ScoreNormalization normalization);

  /**
   * {@return the terms that these settings describe}
   *
   * @param settings the settings, without a language bonus
   * @throws IllegalArgumentException if there is a language bonus
   */
  static RewardFormula of(RewardSettings settings) {
    TerminalReward.of(settings); // checks it
    return normalization -> TerminalReward.of(normalized(settings, normalization));
  }

  /**
   * {@return the terms that these settings describe}
   *
   * @param settings the settings
   * @param detector tells the languages of prompts and responses
   */
  static RewardFormula of(RewardSettings settings, LanguageDetector detector) {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(detector, "detector");
    return normalization -> TerminalReward.of(normalized(settings, normalization), detector);
  }

  private static RewardSettings normalized(
      RewardSettings settings, ScoreNormalization normalization) {
    return new RewardSettings(
        normalization,
        settings.clipping(),
        settings.missingStop(),
        settings.languageBonus(),
        settings.lengthBonus());
  }
}

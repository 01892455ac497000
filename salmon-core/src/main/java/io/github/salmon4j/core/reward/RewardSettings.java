package io.github.salmon4j.core.reward;

import java.util.Objects;

/**
 * What is made of a reward model's score, in this order. The multiplier of rewards in the released
 * SALMON code, 10, is not here: it multiplies the KL penalty too.
 *
 * @param normalization how scores are brought to a common level; none in all presets
 * @param clipping bounds of the normalized score; none in all presets
 * @param missingStop cost of a response without its end; 6.0 in the released SALMON code, none in
 *     the paper, replacement by -1.0 in AlpacaFarm
 * @param languageBonus reward of a response in the prompt's language; finite; 0 for none, as in all
 *     presets: the paper has the term and gives no number
 * @param lengthBonus reward by length; 5.0 in paper and released SALMON code, capped in the latter;
 *     none in AlpacaFarm
 */
public record RewardSettings(
    ScoreNormalization normalization,
    ScoreClipping clipping,
    MissingStopPenalty missingStop,
    double languageBonus,
    LengthBonus lengthBonus) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the language bonus is not finite
   */
  public RewardSettings {
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(clipping, "clipping");
    Objects.requireNonNull(missingStop, "missingStop");
    RewardRange.requireFinite("language bonus", languageBonus);
    Objects.requireNonNull(lengthBonus, "lengthBonus");
  }

  /** {@return the released SALMON code: 6.0 off without a stop, the capped length bonus} */
  public static RewardSettings released() {
    return of(new MissingStopPenalty.Subtract(6.0), LengthBonus.released());
  }

  /** {@return the SALMON paper: the length bonus alone, without a cap} */
  public static RewardSettings paper() {
    return of(MissingStopPenalty.none(), LengthBonus.paper());
  }

  /**
   * {@return AlpacaFarm: a response without its end gets -1.0 instead of its score, no more; its
   * launch script names no truncation tokens, which turns this off too}
   */
  public static RewardSettings alpacaFarm() {
    return of(new MissingStopPenalty.Replace(-1.0), LengthBonus.none());
  }

  private static RewardSettings of(MissingStopPenalty missingStop, LengthBonus lengthBonus) {
    return new RewardSettings(
        new ScoreNormalization.None(), ScoreClipping.none(), missingStop, 0, lengthBonus);
  }
}

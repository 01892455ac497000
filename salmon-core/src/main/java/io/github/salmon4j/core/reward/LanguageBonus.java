package io.github.salmon4j.core.reward;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.ppo.RewardComponent;
import java.util.Objects;
import java.util.Optional;

/**
 * Rewards a response in the language of its prompt. If the language of either cannot be told, there
 * is no bonus. Source: SALMON, section 3.5, which gives no coefficient; the released code has no
 * such term.
 *
 * @param coefficient the bonus; finite; 1.0 is this library's proposal
 * @param detector tells the languages apart
 */
public record LanguageBonus(double coefficient, LanguageDetector detector)
    implements SymbolicReward {

  /** The bonus that this library proposes, 1.0. */
  public static final double DEFAULT_COEFFICIENT = 1.0;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the coefficient is not finite
   */
  public LanguageBonus {
    RewardRange.requireFinite("language bonus coefficient", coefficient);
    Objects.requireNonNull(detector, "detector");
  }

  @Override
  public RewardComponent term(ScoredResponse response, double soFar) {
    Optional<String> asked = detector.detect(response.prompt().text());
    boolean same = asked.isPresent() && asked.equals(detector.detect(response.response()));
    return new RewardComponent("language bonus", same ? coefficient : 0);
  }
}

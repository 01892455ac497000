package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.ResponsePair;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Prefers the response without a phrase, with some probability, if exactly one of the two contains
 * it. Draws one {@code nextDouble()} then, and none otherwise.
 *
 * @param phrase what counts as an offence: a substring, case-sensitive, not empty
 * @param probability how often an offence is punished, 0 to 1
 */
public record BannedPhrase(String phrase, double probability) implements LabelRule {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the phrase is empty or the probability out of its range
   */
  public BannedPhrase {
    if (phrase.isEmpty()) {
      throw new IllegalArgumentException("banned phrase: expected some text, found none");
    }
    CalibrationSettings.requireProbability("banned phrase probability", probability);
  }

  /**
   * {@return the released SALMON code's rule: half of the responses that say "As an AI language
   * model" lose}
   */
  public static BannedPhrase selfDescription() {
    return new BannedPhrase("As an AI language model", 0.5);
  }

  @Override
  public String name() {
    return "banned phrase: " + phrase;
  }

  @Override
  public Decision decide(ResponsePair pair, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    boolean first = pair.first().contains(phrase);
    if (first == pair.second().contains(phrase) || random.nextDouble() >= probability) {
      return Decision.ABSTAIN;
    }
    return first ? Decision.PREFER_SECOND : Decision.PREFER_FIRST;
  }
}

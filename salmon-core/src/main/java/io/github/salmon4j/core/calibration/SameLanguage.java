package io.github.salmon4j.core.calibration;

import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.preference.ResponsePair;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Prefers the response in the prompt's language if the other is in another one, and skips the pair
 * if both are. Draws nothing.
 *
 * <p>Line ends are made spaces before detection. The released SALMON code does the same with a
 * detector that always answers. Where one here tells nothing, nobody is punished: without the
 * prompt's language the rule abstains, and a response of no known language ({@code 42}, say) passes
 * for one in the prompt's.
 *
 * @param detector tells languages
 */
public record SameLanguage(LanguageDetector detector) implements LabelRule {

  /** Checks that nothing is null. */
  public SameLanguage {
    Objects.requireNonNull(detector, "detector");
  }

  @Override
  public String name() {
    return "same language";
  }

  @Override
  public Decision decide(ResponsePair pair, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    Optional<String> language = detect(pair.prompt().text());
    if (language.isEmpty()) {
      return Decision.ABSTAIN;
    }
    boolean first = detect(pair.first()).or(() -> language).equals(language);
    boolean second = detect(pair.second()).or(() -> language).equals(language);
    if (first == second) {
      return first ? Decision.ABSTAIN : Decision.SKIP;
    }
    return first ? Decision.PREFER_FIRST : Decision.PREFER_SECOND;
  }

  private Optional<String> detect(String text) {
    return detector.detect(text.replace('\n', ' ').replace('\r', ' '));
  }
}

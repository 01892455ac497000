package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.language.LanguageDetector;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether a response is in its prompt's language; none if either language cannot be told. */
record LanguageMatch(LanguageDetector detector) implements Measure {

  LanguageMatch {
    Objects.requireNonNull(detector, "detector");
  }

  @Override
  public String name() {
    return Measures.LANGUAGE_MATCH;
  }

  @Override
  public Scale scale() {
    return Scale.SHARE;
  }

  @Override
  public OptionalDouble of(WatchedRollout rollout) {
    Optional<String> asked = detector.detect(rollout.prompt().text());
    Optional<String> answered = detector.detect(rollout.text());
    return asked.isEmpty() || answered.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(asked.equals(answered) ? 1 : 0);
  }
}

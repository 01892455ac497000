package io.github.salmon4j.core.watch;

import java.util.List;
import java.util.Objects;

/**
 * A rollout that shows what a detector found.
 *
 * @param rollout the rollout
 * @param spans where in its text; empty if the finding is about the whole
 */
public record Example(WatchedRollout rollout, List<Span> spans) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a span ends behind the text
   */
  public Example {
    Objects.requireNonNull(rollout, "rollout");
    spans = List.copyOf(spans);
    for (Span span : spans) {
      if (span.end() > rollout.text().length()) {
        throw new IllegalArgumentException(
            "span end: expected at most " + rollout.text().length() + ", found " + span.end());
      }
    }
  }

  /** {@return the texts of the spans, in order} */
  public List<String> matches() {
    return spans.stream().map(s -> rollout.text().substring(s.start(), s.end())).toList();
  }
}

package io.github.salmon4j.core.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a detector found, with all that decided. A reason to look, not a verdict.
 *
 * @param detector name of the detector
 * @param subject what it is about: a phrase, or a measure and {@code up} or {@code down}
 * @param step the step it was found at
 * @param z how surprising it is, in standard deviations under no change; the size counts
 * @param numbers the other numbers that decided, thresholds included, by name
 * @param examples rollouts that show it, clearest first; a few
 */
public record Evidence(
    String detector,
    String subject,
    long step,
    double z,
    Map<String, Double> numbers,
    List<Example> examples) {

  /** How many examples a detector of this package gives at most. */
  static final int EXAMPLES = 3;

  /** Copies the collections, the map in its order. */
  public Evidence {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(subject, "subject");
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    examples = List.copyOf(examples);
  }

  /** {@return one line for a person to read} */
  public String summary() {
    return "step " + step + ", " + detector + ": " + subject + ", z " + z + ", " + numbers;
  }
}

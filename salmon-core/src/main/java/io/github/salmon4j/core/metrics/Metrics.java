package io.github.salmon4j.core.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named numbers of one step of a run.
 *
 * @param step the step they belong to; 0 or more
 * @param values numbers by name, in the order in which they are to be listed; may be NaN or
 *     infinite, so that a run that diverges can say so. A name is not blank, has no control
 *     characters and no lone surrogates, and is not {@value #STEP}
 */
public record Metrics(long step, Map<String, Double> values) {

  /** The name under which files list the step itself. */
  public static final String STEP = "step";

  /**
   * Copies the map in its order and checks the components.
   *
   * @throws IllegalArgumentException if the step is negative or a name breaks the rules
   */
  public Metrics {
    Map<String, Double> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(requireName(name), value.doubleValue()));
    values = Collections.unmodifiableMap(copy);
    requireStep(step);
  }

  static long requireStep(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("metrics step: expected 0 or more, found " + step);
    }
    return step;
  }

  private static String requireName(String name) {
    boolean text = name.codePoints().noneMatch(Metrics::isControlOrSurrogate);
    if (name.isBlank() || !text || name.equals(STEP)) {
      throw new IllegalArgumentException(
          "metric name: expected some text on one line other than '"
              + STEP
              + "', found \""
              + name
              + '"');
    }
    return name;
  }

  private static boolean isControlOrSurrogate(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }
}

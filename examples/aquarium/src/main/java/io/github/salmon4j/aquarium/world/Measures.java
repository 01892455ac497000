package io.github.salmon4j.aquarium.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How much a response has of each quality.
 *
 * @param values the aspects that apply, each with a number: higher is more of it
 * @param words the response's number of words
 */
public record Measures(Map<Aspect, Double> values, int words) {

  /** Copies the map. */
  public Measures {
    values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
  }

  /**
   * {@return the measure of an aspect; empty if it does not apply to the task}
   *
   * @param aspect which
   */
  public OptionalDouble of(Aspect aspect) {
    Double value = values.get(aspect);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** {@return whether the response praises itself} */
  public boolean praisesItself() {
    return of(Aspect.MODEST).orElse(1) < 1;
  }
}

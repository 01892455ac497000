package io.github.salmon4j.aquarium.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How long each phase of a run takes, in the order in which the phases begin. */
final class PhaseSeconds {

  private static final double NANOSECONDS = 1e9;

  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Does some work of a phase; work of the same phase adds up. */
  <T> T of(String phase, Supplier<T> work) {
    long begin = System.nanoTime();
    T made = work.get();
    seconds.merge(phase, (System.nanoTime() - begin) / NANOSECONDS, Double::sum);
    return made;
  }

  /** {@return the seconds so far, by phase} */
  Map<String, Double> all() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }
}

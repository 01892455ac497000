package io.github.salmon4j.core.collecting;

import io.github.salmon4j.ppo.StepPhase;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Knows what a step is busy with, and how long it was busy with what. For one step and one thread.
 */
public final class StepClock {

  private final LongSupplier nanoseconds;
  private final Map<StepPhase, Double> seconds = new EnumMap<>(StepPhase.class);
  private StepPhase phase = StepPhase.GENERATE;
  private long since;

  /**
   * A clock whose step begins now.
   *
   * @param nanoseconds any clock that does not go back, such as {@code System::nanoTime}
   */
  public StepClock(LongSupplier nanoseconds) {
    this.nanoseconds = Objects.requireNonNull(nanoseconds, "nanoseconds");
    this.since = nanoseconds.getAsLong();
  }

  /**
   * Ends the present phase and begins another.
   *
   * @param next the phase
   */
  public void enter(StepPhase next) {
    Objects.requireNonNull(next, "next");
    stop();
    phase = next;
  }

  /** Adds the time since the present phase began or was last stopped. */
  public void stop() {
    long now = nanoseconds.getAsLong();
    seconds.merge(phase, (now - since) * 1e-9, Double::sum);
    since = now;
  }

  /** {@return the present phase} */
  public StepPhase phase() {
    return phase;
  }

  /** {@return the seconds of each phase that was entered, up to the last change} */
  public Map<StepPhase, Double> seconds() {
    return Collections.unmodifiableMap(new EnumMap<>(seconds));
  }
}

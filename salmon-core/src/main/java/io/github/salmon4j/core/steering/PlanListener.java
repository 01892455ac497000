package io.github.salmon4j.core.steering;

/** Hears of every plan before it takes effect; an exception from here keeps the old plan. */
@FunctionalInterface
public interface PlanListener {

  /**
   * Takes an entry. Called by the thread that changes the plan, one call at a time.
   *
   * @param entry the entry
   */
  void onPlan(PlanRecord entry);

  /** {@return a listener that does nothing} */
  static PlanListener none() {
    return entry -> {};
  }
}

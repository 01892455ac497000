package io.github.salmon4j.core.metrics;

/** Hears of the numbers of a run, step by step. */
@FunctionalInterface
public interface MetricsListener {

  /**
   * Takes the numbers of one step. Called by the thread that trains, which waits.
   *
   * @param metrics the numbers; steps do not go back, but a step may come several times
   */
  void onMetrics(Metrics metrics);
}

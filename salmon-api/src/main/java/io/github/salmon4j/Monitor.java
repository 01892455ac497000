package io.github.salmon4j;

import java.util.concurrent.CancellationException;

/**
 * Watches one long call: hears how far it has come and may ask it to stop.
 *
 * <p>Every call over many items takes a monitor and consults it between batches, on the thread that
 * made the call. A call that is asked to stop throws {@link CancellationException} and leaves
 * nothing half-done behind.
 *
 * <pre>{@code
 * Monitor bar = (done, total) -> System.err.printf("%d of %d%n", done, total);
 * rewardModel.score(queries, bar);
 * }</pre>
 */
@FunctionalInterface
public interface Monitor {

  /**
   * Called whenever more items are finished.
   *
   * @param done items finished so far, from 0 to {@code total}, never decreasing
   * @param total items in the whole call
   */
  void progressed(long done, long total);

  /** {@return whether the call should stop as soon as it can; {@code false} unless overridden} */
  default boolean isCancelled() {
    return false;
  }

  /**
   * Reports progress, then stops the call if that was asked for.
   *
   * @param done items finished so far
   * @param total items in the whole call
   * @throws CancellationException if {@link #isCancelled()}
   */
  default void checkpoint(long done, long total) {
    progressed(done, total);
    if (isCancelled()) {
      throw new CancellationException("cancelled after " + done + " of " + total);
    }
  }

  /** {@return a monitor that hears nothing and never cancels} */
  static Monitor none() {
    return (done, total) -> {};
  }
}

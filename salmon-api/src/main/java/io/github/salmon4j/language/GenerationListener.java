package io.github.salmon4j.language;

import io.github.salmon4j.Monitor;
import java.util.Objects;

/**
 * Watches responses being written: hears of every token as it is chosen, so that text can be shown
 * while it grows, and may stop the call before the next one.
 *
 * <p>Called on the thread that made the call. Tokens of one row come in order; those of different
 * rows interleave.
 */
@FunctionalInterface
public interface GenerationListener extends Monitor {

  /**
   * A token was chosen. Does nothing unless overridden.
   *
   * @param row index of the request, from 0
   * @param token the id, a stop token included
   * @param logProb its log-probability as in {@link Generation#logProbs}, in nats
   */
  default void sampled(int row, int token, float logProb) {}

  /**
   * A response is complete. Does nothing unless overridden.
   *
   * @param row index of the request, from 0; not in order
   * @param generation the response
   */
  default void finished(int row, Generation generation) {
    Objects.requireNonNull(generation, "generation");
  }

  /**
   * {@return a listener that only passes on what a monitor wants to know}
   *
   * @param monitor hears of finished rows and may cancel
   */
  static GenerationListener of(Monitor monitor) {
    Objects.requireNonNull(monitor, "monitor");
    return new GenerationListener() {
      @Override
      public void progressed(long done, long total) {
        monitor.progressed(done, total);
      }

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }
}

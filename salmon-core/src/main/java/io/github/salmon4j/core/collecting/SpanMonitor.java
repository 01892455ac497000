package io.github.salmon4j.core.collecting;

import io.github.salmon4j.Monitor;
import java.util.Objects;

/**
 * Tells the monitor of a long call how far a part of it has come. Inner progress is scaled to the
 * part's share of the whole, whatever it counts itself.
 *
 * @param whole hears of the long call, and may cancel
 * @param before items of the long call before this part
 * @param items items of this part
 * @param total items of the long call
 */
public record SpanMonitor(Monitor whole, long before, long items, long total) implements Monitor {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the part does not lie within the whole
   */
  public SpanMonitor {
    Objects.requireNonNull(whole, "whole");
    if (before < 0 || items < 0 || before + items > total) {
      throw new IllegalArgumentException(
          "span: expected within " + total + ", found " + items + " after " + before);
    }
  }

  @Override
  public void progressed(long done, long of) {
    whole.progressed(before + (of == 0 ? items : (long) ((double) items * done / of)), total);
  }

  @Override
  public boolean isCancelled() {
    return whole.isCancelled();
  }
}

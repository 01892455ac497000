package io.github.salmon4j.core.decoding;

import io.github.salmon4j.Monitor;

/** A stretch of a longer call, for a monitor that hears of the whole. */
record Phase(Monitor whole, long before, long total) implements Monitor {

  @Override
  public void progressed(long done, long ofThisPhase) {
    whole.progressed(Math.min(before + done, total), total);
  }

  @Override
  public boolean isCancelled() {
    return whole.isCancelled();
  }
}

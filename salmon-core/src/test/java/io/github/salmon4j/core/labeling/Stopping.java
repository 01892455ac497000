package io.github.salmon4j.core.labeling;

import io.github.salmon4j.Monitor;

/** Cancels once enough is done, or once it was asked too often. */
final class Stopping implements Monitor {

  private final long enough;
  private int asked;
  int askedMost = Integer.MAX_VALUE;
  long done;

  Stopping(long enough) {
    this.enough = enough;
  }

  @Override
  public void progressed(long done, long total) {
    this.done = done;
  }

  @Override
  public boolean isCancelled() {
    return done >= enough || ++asked > askedMost;
  }
}

package io.github.salmon4j.onnx;

import io.github.salmon4j.Monitor;

/** Cancels once enough is done. */
final class Cancelling implements Monitor {

  private final long enough;
  long done;

  Cancelling(long enough) {
    this.enough = enough;
  }

  @Override
  public void progressed(long done, long total) {
    this.done = done;
  }

  @Override
  public boolean isCancelled() {
    return done >= enough;
  }
}

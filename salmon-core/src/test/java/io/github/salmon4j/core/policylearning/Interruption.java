package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.Monitor;

/** Cancels at the n-th time that it hears of progress; from 1. Checks the progress, too. */
final class Interruption implements Monitor {

  private final int at;
  private int heard;
  private long last = -1;

  Interruption(int at) {
    this.at = at;
  }

  int heard() {
    return heard;
  }

  @Override
  public void progressed(long done, long total) {
    if (done < last || done > total) {
      throw new IllegalStateException("progress: " + last + ", then " + done + " of " + total);
    }
    last = done;
    heard++;
  }

  @Override
  public boolean isCancelled() {
    return heard >= at;
  }
}

package io.github.salmon4j.benchmarks;

/** The largest proportional size of this process while something runs, read ten times a second. */
final class PeakMemory {

  private static final long PAUSE_MILLIS = 100;

  private volatile double megabytes;
  private volatile boolean over;

  private PeakMemory() {}

  /** {@return what was read while this ran} Reading takes time: do not measure speed meanwhile. */
  static PeakMemory whileRunning(Runnable what) {
    PeakMemory peak = new PeakMemory();
    Thread reader = new Thread(peak::read, "peak-memory");
    reader.start();
    try {
      what.run();
    } finally {
      peak.over = true;
      reader.interrupt();
    }
    return peak;
  }

  double megabytes() {
    return megabytes;
  }

  private void read() {
    try {
      while (!over) {
        megabytes = Math.max(megabytes, ResidentMemory.proportional());
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

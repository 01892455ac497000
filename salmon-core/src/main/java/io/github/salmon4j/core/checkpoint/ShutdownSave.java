package io.github.salmon4j.core.checkpoint;

import io.github.salmon4j.Monitor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a training loop save when the process is asked to end, by SIGTERM, Ctrl-C or {@code
 * System.exit} of another thread: the process then waits until this is closed, or the limit.
 *
 * <pre>{@code
 * try (ShutdownSave shutdown = ShutdownSave.install(Duration.ofSeconds(25))) {
 *   while (!finished() && !shutdown.isRequested()) {
 *     trainOneStep();
 *   }
 *   save();
 * }
 * }</pre>
 *
 * <p>After the limit the process ends wherever the loop is; the checkpoint before stays the latest.
 * Whoever sends the signal has a limit of their own, after which they kill: 10 s in Docker, 30 s in
 * Kubernetes and Slurm by default. The thread of the loop must not call {@code System.exit} before
 * this is closed: it would wait for itself.
 *
 * <p>Safe for use by many threads.
 */
public final class ShutdownSave implements AutoCloseable {

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean requested;

  private ShutdownSave(Duration limit) {
    long nanos = limit.toNanos();
    this.hook = new Thread(() -> request(nanos), "salmon4j-shutdown-save");
  }

  /**
   * {@return a watch over the process}
   *
   * @param limit how long the end of the process may be delayed; above 0
   * @throws IllegalArgumentException if the limit is not above 0
   * @throws IllegalStateException if the process is about to end already
   */
  public static ShutdownSave install(Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("limit: expected above 0, found " + limit);
    }
    ShutdownSave save = new ShutdownSave(limit);
    Runtime.getRuntime().addShutdownHook(save.hook);
    return save;
  }

  /** {@return whether the loop should save and close this now} */
  public boolean isRequested() {
    return requested;
  }

  /**
   * {@return a monitor that also cancels when the process is to end} For calls that take longer
   * than the limit: what they have done of a step is lost, what was saved before is not.
   *
   * @param monitor hears of progress and may cancel as before
   */
  public Monitor cancelling(Monitor monitor) {
    Objects.requireNonNull(monitor, "monitor");
    return new Monitor() {
      @Override
      public void progressed(long done, long total) {
        monitor.progressed(done, total);
      }

      @Override
      public boolean isCancelled() {
        return requested || monitor.isCancelled();
      }
    };
  }

  /** Lets the process end if it was asked to, and stops watching. Closing twice does no harm. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The request came in between; the hook will find the latch open.
      }
    }
  }

  private void request(long nanos) {
    requested = true;
    try {
      // The return value does not matter: in time or not, the process ends now.
      boolean ignored = finished.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

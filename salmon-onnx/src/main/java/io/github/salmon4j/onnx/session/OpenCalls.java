package io.github.salmon4j.onnx.session;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The calls that run on something that native memory stands behind: it is freed when the last of
 * them is done, and not before, because a process does not survive the use of freed memory.
 */
public final class OpenCalls {

  private final String owner;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Starts open.
   *
   * @param owner what the calls run on, for messages
   */
  public OpenCalls(String owner) {
    this.owner = owner;
  }

  /**
   * {@return what a call gives} Any number of calls run at once.
   *
   * @param call what to do while the owner is open
   * @param <T> type of the result
   * @throws IllegalStateException if the owner is closed
   */
  public <T> T run(Supplier<T> call) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(owner + ": expected it open, found it closed");
      }
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Waits for running calls, lets no other start, and frees the owner. Closing twice has no effect.
   *
   * @param free what frees it
   * @throws IllegalStateException if a call closes what it runs on
   */
  public void close(Runnable free) {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException(
          owner + ": expected close() after its calls, found it called by one of them");
    }
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}

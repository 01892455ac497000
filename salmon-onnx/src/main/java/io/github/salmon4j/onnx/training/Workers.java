package io.github.salmon4j.onnx.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** The threads that work off micro-batches. */
final class Workers implements AutoCloseable {

  private final int count;
  private final ExecutorService threads;

  Workers(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "salmon4j-training");
              thread.setDaemon(true);
              return thread;
            });
  }

  int count() {
    return count;
  }

  /**
   * Has each worker w do its share of some items, w, w + W, w + 2W, ..., in order, and waits for
   * all. Who does what depends on nothing else, so neither does the order of additions.
   *
   * @param items how many
   * @param work given the item; the worker is {@code item % count}
   */
  void share(int items, IntConsumer work) {
    List<Future<?>> running = new ArrayList<>();
    for (int worker = 0; worker < Math.min(count, items); worker++) {
      int first = worker;
      running.add(
          threads.submit(
              () -> {
                for (int item = first; item < items; item += count) {
                  work.accept(item);
                }
              }));
    }
    RuntimeException failure = null;
    for (Future<?> share : running) {
      try {
        share.get();
      } catch (ExecutionException e) {
        failure = failure == null ? unwrapped(e) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = new IllegalStateException("training: interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException known
        ? known
        : new IllegalStateException(e.getCause());
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

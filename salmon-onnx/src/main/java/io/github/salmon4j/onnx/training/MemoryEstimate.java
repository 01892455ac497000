package io.github.salmon4j.onnx.training;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How many bytes training takes, before it takes them. The engine's own buffers and the Java heap
 * come on top.
 *
 * @param weights the base's, mapped from their files: shared with other processes, and given back
 *     by the system where memory is short
 * @param trained values and gradients of the parameters, those of every thread included
 * @param optimizer two moments of every parameter
 * @param activations what a pass keeps until it is carried back, and what its threads work on
 */
public record MemoryEstimate(long weights, long trained, long optimizer, long activations) {

  /** {@return everything that cannot be given back: all but the weights} */
  public long needed() {
    return trained + optimizer + activations;
  }

  /**
   * Checks that it fits this machine.
   *
   * @throws IllegalStateException if more is needed than the machine has
   */
  void requireFits() {
    long machine =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    if (needed() > machine) {
      throw new IllegalStateException(
          ("memory: expected to need at most the machine's %s, found %s; train fewer parameters,"
                  + " keep fewer layers, or pass fewer sequences at once")
              .formatted(gigabytes(machine), this));
    }
  }

  @Override
  public String toString() {
    return "%s (parameters %s, optimizer %s, activations %s) and %s of mapped weights"
        .formatted(
            gigabytes(needed()),
            gigabytes(trained),
            gigabytes(optimizer),
            gigabytes(activations),
            gigabytes(weights));
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}

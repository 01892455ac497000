package io.github.salmon4j.onnx.training;

/**
 * How passes are computed; no setting changes a gradient by more than rounding.
 *
 * @param threads micro-batches worked off at once, each on one thread and with gradients of its
 *     own; 0 for as many as the machine has processors
 * @param tokensPerMicroBatch largest number of tokens of one micro-batch, padding included, unless
 *     one sequence alone is longer; 512 to 1024 suit matrix products and caches
 * @param keptLayers of how many layers, from the last down, a pass keeps what it computed until it
 *     is carried back; 0 or more. The others keep their input alone and compute again: less memory,
 *     about a quarter more time
 * @param logitsAtOnce largest number of logits of one thread, unless those of a single token are
 *     more: the head works on so many tokens at a time, and [B, T, V] never exists whole
 */
public record PassSettings(int threads, int tokensPerMicroBatch, int keptLayers, int logitsAtOnce) {

  private static final int DEFAULT_LOGITS = 1 << 22;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PassSettings {
    require(threads >= 0, "threads", 0, threads);
    require(tokensPerMicroBatch >= 1, "tokens per micro-batch", 1, tokensPerMicroBatch);
    require(keptLayers >= 0, "kept layers", 0, keptLayers);
    require(logitsAtOnce >= 1, "logits at once", 1, logitsAtOnce);
  }

  /**
   * Settings with 4 million logits at once, which take 16 MB.
   *
   * @param threads as the component
   * @param tokensPerMicroBatch as the component
   * @param keptLayers as the component
   */
  public PassSettings(int threads, int tokensPerMicroBatch, int keptLayers) {
    this(threads, tokensPerMicroBatch, keptLayers, DEFAULT_LOGITS);
  }

  /** {@return all processors, 512 tokens per micro-batch, everything kept} */
  public static PassSettings defaults() {
    return new PassSettings(0, 512, Integer.MAX_VALUE);
  }

  /** {@return these settings, with nothing kept but what goes into each layer} */
  public PassSettings recomputing() {
    return new PassSettings(threads, tokensPerMicroBatch, 0, logitsAtOnce);
  }

  /** {@return the number of threads} */
  int workers() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static void require(boolean holds, String what, int least, int found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": expected " + least + " or more, found " + found);
    }
  }
}

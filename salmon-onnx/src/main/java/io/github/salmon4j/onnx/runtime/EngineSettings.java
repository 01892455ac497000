package io.github.salmon4j.onnx.runtime;

import java.util.Objects;

/**
 * How models run.
 *
 * @param device what they run on
 * @param threads threads that one run uses; 0 for as many as the machine has processors
 * @param packing what happens to the weights when a model is opened; CPU only
 * @param tokensPerRun largest number of tokens, padding included, that one run computes; bounds the
 *     working memory: more are split into several runs, also within one long sequence
 * @param rowsAtOnce largest number of responses written at once; more wait until one is finished.
 *     Each keeps 8 * L * K * D bytes (layers, key/value heads, head width) for every token of the
 *     longest: 45 kB for TinyLlama of 1.1 billion parameters. Room is made in powers of two,
 *     outside the heap, where {@code -XX:MaxDirectMemorySize} bounds it, which is the heap's size
 *     unless set
 * @param precision in how many bits the model's matrices are stored and multiplied; fewer than 32
 *     on a CPU only, and 4 with {@link WeightPacking#PACKED} only
 */
public record EngineSettings(
    Device device,
    int threads,
    WeightPacking packing,
    int tokensPerRun,
    int rowsAtOnce,
    WeightPrecision precision) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range, or two do not go together
   */
  public EngineSettings {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(packing, "packing");
    Objects.requireNonNull(precision, "precision");
    if (threads < 0) {
      throw new IllegalArgumentException("threads: expected 0 or more, found " + threads);
    }
    if (tokensPerRun < 1) {
      throw new IllegalArgumentException("tokensPerRun: expected 1 or more, found " + tokensPerRun);
    }
    if (rowsAtOnce < 1) {
      throw new IllegalArgumentException("rowsAtOnce: expected 1 or more, found " + rowsAtOnce);
    }
    if (!(precision instanceof WeightPrecision.Float32) && !(device instanceof Device.Cpu)) {
      throw new IllegalArgumentException(
          "precision on " + device + ": expected float32, found " + precision);
    }
    if (precision instanceof WeightPrecision.Int4 && packing != WeightPacking.PACKED) {
      throw new IllegalArgumentException(
          "packing of " + precision + ": expected PACKED, found " + packing);
    }
  }

  /**
   * {@return the CPU with all its processors, packed float32 weights, 256 tokens per run, 16
   * responses at once}
   *
   * <p>That is what a service wants that starts once and scores for long. Choose {@link
   * WeightPacking#MAPPED} where models are opened often, or several over one checkpoint. Runs of
   * 256 tokens are long enough for matrix products and short enough for causal attention, of which
   * half is computed in vain.
   */
  public static EngineSettings defaults() {
    return new EngineSettings(
        Device.cpu(), 0, WeightPacking.PACKED, 256, 16, WeightPrecision.float32());
  }

  /**
   * {@return these settings on another device}
   *
   * @param other the device
   */
  public EngineSettings on(Device other) {
    return new EngineSettings(other, threads, packing, tokensPerRun, rowsAtOnce, precision);
  }

  /**
   * {@return these settings with another number of threads}
   *
   * @param count threads that one run uses; 0 for as many as the machine has processors
   */
  public EngineSettings withThreads(int count) {
    return new EngineSettings(device, count, packing, tokensPerRun, rowsAtOnce, precision);
  }

  /**
   * {@return these settings with another treatment of weights}
   *
   * @param other what happens to the weights
   */
  public EngineSettings withPacking(WeightPacking other) {
    return new EngineSettings(device, threads, other, tokensPerRun, rowsAtOnce, precision);
  }

  /**
   * {@return these settings with another bound on one run}
   *
   * @param tokens largest number of tokens of one run
   */
  public EngineSettings withTokensPerRun(int tokens) {
    return new EngineSettings(device, threads, packing, tokens, rowsAtOnce, precision);
  }

  /**
   * {@return these settings with another number of responses written at once}
   *
   * @param rows largest number of responses written at once
   */
  public EngineSettings withRowsAtOnce(int rows) {
    return new EngineSettings(device, threads, packing, tokensPerRun, rows, precision);
  }

  /**
   * {@return these settings with matrices in another precision}
   *
   * @param other in how many bits they are stored and multiplied
   */
  public EngineSettings withPrecision(WeightPrecision other) {
    return new EngineSettings(device, threads, packing, tokensPerRun, rowsAtOnce, other);
  }
}

package io.github.salmon4j.onnx.runtime;

/** What happens to the weights when a model is opened on a CPU. */
public enum WeightPacking {
  /**
   * They stay in the mapped checkpoint: opening takes moments, and all sessions, and all processes,
   * over one checkpoint share one copy in memory. With {@link WeightPrecision#int8()} that copy is
   * the file of codes in the cache folder, and the results are those of packed weights, bit for
   * bit; with 4 bits it is not to be had, as the engine would multiply in float32 instead.
   */
  MAPPED,
  /**
   * They are copied once into the layout that matrix products like best: inputs run faster, opening
   * takes longer, and each session holds a copy of its own.
   */
  PACKED
}

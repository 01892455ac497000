package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint;
import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Bytes;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import io.github.salmon4j.onnx.session.ByteProducts;
import java.nio.file.Path;

/** The files that a session maps, and how a graph reads them. */
interface WeightFiles {

  /** {@return the folder that all files lie under} */
  Path folder();

  /** {@return the weights as values of a graph} */
  Weights in(GraphBuilder g);

  /** {@return a checkpoint's weights in some precision, from the cache folder if need be} */
  static WeightFiles of(Checkpoint checkpoint, WeightPrecision precision) {
    if (precision instanceof WeightPrecision.Float32) {
      return new Floats(checkpoint.asFloat32());
    }
    return Codes.of(checkpoint, precision, ByteProducts.areExact() ? Bytes.SIGNED : Bytes.UNSIGNED);
  }

  /**
   * Float32 weights.
   *
   * @param checkpoint its weights, all float32
   */
  record Floats(Checkpoint checkpoint) implements WeightFiles {

    @Override
    public Path folder() {
      return checkpoint.commonFolder();
    }

    @Override
    public Weights in(GraphBuilder g) {
      return new MappedWeights(g, checkpoint);
    }
  }

  /**
   * Matrices in few bits.
   *
   * @param checkpoint where the codes are
   * @param precision what they are codes of
   * @param bytes which integers the codes of int8 are
   */
  record Codes(QuantizedCheckpoint checkpoint, WeightPrecision precision, Bytes bytes)
      implements WeightFiles {

    static Codes of(Checkpoint checkpoint, WeightPrecision precision, Bytes bytes) {
      return new Codes(
          QuantizedCheckpoint.of(checkpoint, precision, bytes, Checkpoint.defaultCacheFolder()),
          precision,
          bytes);
    }

    @Override
    public Path folder() {
      return checkpoint.folder();
    }

    @Override
    public Weights in(GraphBuilder g) {
      return new QuantizedWeights(g, this);
    }
  }
}

package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;

/**
 * What every run of the graph is given, whatever its head.
 *
 * @param ids token ids, int64 [B, T]
 * @param positions position of each token in its sequence, int64 [B, T]
 * @param visibility 0 where a token sees another, hugely negative where not, [B, 1, T, P + T]
 * @param rotary cosines and sines of the positions' angles, each [positions, D/2]
 * @param lengths P + T - 1 for each row, int32 [B], and P + T, int32 [1]
 * @param read which of the B * T tokens go into the head, row-major, int64 [N]
 */
record RunInputs(
    Value ids, Value positions, Value visibility, Pair rotary, Pair lengths, Value read) {

  static final String IDS = "ids";
  static final String POSITIONS = "positions";
  static final String VISIBILITY = "visibility";
  static final String COSINES = "cosines";
  static final String SINES = "sines";
  static final String ROW_LENGTHS = "row_lengths";
  static final String TOTAL_LENGTH = "total_length";
  static final String READ = "read";

  static final Dim B = Dim.symbol("B");
  static final Dim T = Dim.symbol("T");
  static final Dim P = Dim.symbol("P");
  static final Dim N = Dim.symbol("N");

  static RunInputs declare(GraphBuilder g, Dimensions dims) {
    Shape angles = Shape.of(Dim.symbol("positions"), Dim.of(dims.headDim() / 2));
    Shape tokens = Shape.of(B, T);
    return new RunInputs(
        g.input(IDS, ElementType.INT64, tokens),
        g.input(POSITIONS, ElementType.INT64, tokens),
        g.input(VISIBILITY, ElementType.FLOAT32, Shape.of(B, Dim.of(1), T, P.plus(T))),
        new Pair(
            g.input(COSINES, ElementType.FLOAT32, angles),
            g.input(SINES, ElementType.FLOAT32, angles)),
        new Pair(
            g.input(ROW_LENGTHS, ElementType.INT32, Shape.of(B)),
            g.input(TOTAL_LENGTH, ElementType.INT32, Shape.of(1))),
        g.input(READ, ElementType.INT64, Shape.of(N)));
  }
}

package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.llama.LayerGraph;
import io.github.salmon4j.onnx.llama.Query;
import io.github.salmon4j.onnx.llama.TokenRun;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Some rows of a batch that are computed together, right-padded to the longest of them. */
final class MicroBatch implements AutoCloseable {

  private final List<Integer> rows;
  private final TokenRun run;
  private final Map<String, OnnxTensor> context;

  /**
   * Lays out some rows.
   *
   * @param queries all rows of the batch
   * @param rows which of them
   * @param window how many tokens back a token sees, itself included
   */
  MicroBatch(List<Query> queries, List<Integer> rows, int window) {
    this.rows = List.copyOf(rows);
    this.run = TokenRun.of(rows.stream().map(queries::get).toList());
    int b = run.rows();
    int t = run.columns();
    this.context =
        Map.of(
            LayerGraph.POSITIONS, Tensors.of(run.positions(), b, t),
            LayerGraph.VISIBILITY, Tensors.of(run.visibility(window), b, 1, t, t));
  }

  /**
   * {@return the rows of a batch, longest first, as many together as fit}
   *
   * @param lengths tokens of each row
   * @param tokens largest number of tokens of one micro-batch, padding included
   */
  static List<List<Integer>> plan(int[] lengths, int tokens) {
    List<Integer> byLength =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer row) -> -lengths[row]))
            .toList();
    List<List<Integer>> plan = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int row : byLength) {
      if (!open.isEmpty() && (open.size() + 1L) * lengths[open.get(0)] > tokens) {
        plan.add(List.copyOf(open));
        open.clear();
      }
      open.add(row);
    }
    plan.add(List.copyOf(open));
    return plan;
  }

  /** {@return which rows of the batch, in the order in which they lie here} */
  List<Integer> rows() {
    return rows;
  }

  TokenRun run() {
    return run;
  }

  /** {@return where the tokens stand, for the layers} */
  Map<String, OnnxTensor> context() {
    return context;
  }

  @Override
  public void close() {
    context.values().forEach(OnnxTensor::close);
  }
}

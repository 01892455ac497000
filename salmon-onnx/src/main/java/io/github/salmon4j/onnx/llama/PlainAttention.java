package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.T;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;

/**
 * Attention from single operators: works for every head width and is what gradients go through. The
 * G query heads of a group become an axis of their own, against which keys and values broadcast, so
 * nothing is repeated in memory.
 */
final class PlainAttention {

  private final GraphBuilder g;
  private final Dimensions dims;
  private final TokenContext context;

  PlainAttention(GraphBuilder g, Dimensions dims, TokenContext context) {
    this.g = g;
    this.dims = dims;
    this.context = context;
  }

  /** {@return queries [B, T, H*D] as [B, H, T, D], turned by their positions} */
  Value queries(Value projected) {
    return rotate(heads(projected, dims.heads()));
  }

  /** {@return keys [B, T, K*D] as [B, K, T, D], turned by their positions} */
  Value keys(Value projected) {
    return rotate(heads(projected, dims.keyValueHeads()));
  }

  /** {@return values [B, T, K*D] as [B, K, T, D]} */
  Value values(Value projected) {
    return heads(projected, dims.keyValueHeads());
  }

  /**
   * {@return the heads' mixtures of values, [B, T, H*D]}
   *
   * @param queries [B, H, T, D]
   * @param keys [B, K, P + T, D]
   * @param values [B, K, P + T, D]
   */
  Value attend(Value queries, Value keys, Value values) {
    Dim keyValues = Dim.of(dims.keyValueHeads());
    Dim group = Dim.of(dims.heads() / dims.keyValueHeads());
    Dim width = Dim.of(dims.headDim());

    Value q = g.reshape(queries, Shape.of(B, keyValues, group, T, width));
    Value k = g.insertAxis(keys, 2); // [B, K, 1, P+T, D]
    Value v = g.insertAxis(values, 2);
    Value visible = g.insertAxis(context.visibility(), 2); // [B, 1, 1, T, P+T]

    Value scores = g.matMulTransposed(q, k, 1 / Math.sqrt(dims.headDim())); // [B, K, G, T, P+T]
    Value mixed = g.matMul(g.softmax(g.add(scores, visible)), v); // [B, K, G, T, D]
    Value perHead = g.reshape(mixed, Shape.of(B, Dim.of(dims.heads()), T, width));
    return g.reshape(
        g.transpose(perHead, 0, 2, 1, 3),
        Shape.of(B, T, Dim.of((long) dims.heads() * dims.headDim())));
  }

  /** {@return [B, T, heads * D] as [B, heads, T, D]} */
  private Value heads(Value x, int heads) {
    Value split = g.reshape(x, Shape.of(B, T, Dim.of(heads), Dim.of(dims.headDim())));
    return g.transpose(split, 0, 2, 1, 3);
  }

  private Value rotate(Value x) {
    return g.rotary(
        new RotaryEmbedding(
            x, context.positions(), context.rotary().first(), context.rotary().second()));
  }
}

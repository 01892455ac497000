package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.P;
import static io.github.salmon4j.onnx.llama.RunInputs.T;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.GroupQueryAttention;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.List;

/**
 * Grouped-query attention with rotary positions over the tokens of this run and a cache of earlier
 * ones (Vaswani et al. 2017, eq. 1; Ainslie et al. 2023, arXiv:2305.13245).
 *
 * <p>Which token sees which is an input, so causality, padding, sliding windows and packed trees
 * are one rule in one place: {@link Visibility}. Both forms read it.
 */
final class Attention {

  private static final String KEYS = "keys";
  private static final String VALUES = "values";

  /** What a cache holds for each layer. */
  static final List<String> CACHES = List.of(KEYS, VALUES);

  private final GraphBuilder g;
  private final Dimensions dims;
  private final LinearLayers linear;
  private final RunInputs run;

  Attention(GraphBuilder g, Dimensions dims, LinearLayers linear, RunInputs run) {
    this.g = g;
    this.dims = dims;
    this.linear = linear;
    this.run = run;
  }

  /** {@return the heads' mixtures of values, not yet projected: x [B, T, C] to [B, T, H*D]} */
  Value mix(int layer, Value x, AttentionForm form) {
    Value query = linear.apply(layer, Projection.Q, x);
    Value key = linear.apply(layer, Projection.K, x);
    Value value = linear.apply(layer, Projection.V, x);
    Pair past = new Pair(pastInput(KEYS, layer), pastInput(VALUES, layer));
    GroupQueryAttention.Result result =
        switch (form) {
          case FUSED -> fused(query, key, value, past);
          case PLAIN -> plain(query, key, value, past);
        };
    g.output(presentName(KEYS, layer), result.present().first());
    g.output(presentName(VALUES, layer), result.present().second());
    return result.output();
  }

  static String pastName(String which, int layer) {
    return "past_" + which + "." + layer;
  }

  static String presentName(String which, int layer) {
    return "present_" + which + "." + layer;
  }

  private Value pastInput(String which, int layer) {
    return g.input(
        pastName(which, layer),
        ElementType.FLOAT32,
        Shape.of(B, Dim.of(dims.keyValueHeads()), P, Dim.of(dims.headDim())));
  }

  private GroupQueryAttention.Result fused(Value query, Value key, Value value, Pair past) {
    return g.attention(
        new GroupQueryAttention(
            new GroupQueryAttention.Heads(dims.heads(), dims.keyValueHeads()),
            query,
            key,
            value,
            past,
            run.lengths(),
            run.rotary(),
            run.positions(),
            run.visibility()));
  }

  /**
   * The same from single operators: works for every head width and is what gradients go through.
   * The G query heads of a group become an axis of their own, against which keys and values
   * broadcast, so nothing is repeated in memory.
   */
  private GroupQueryAttention.Result plain(Value query, Value key, Value value, Pair past) {
    Dim keyValues = Dim.of(dims.keyValueHeads());
    Dim group = Dim.of(dims.heads() / dims.keyValueHeads());
    Dim width = Dim.of(dims.headDim());

    Value rotated = rotate(heads(query, dims.heads())); // [B, H, T, D]
    Value keys = g.concat(2, past.first(), rotate(heads(key, dims.keyValueHeads())));
    Value values = g.concat(2, past.second(), heads(value, dims.keyValueHeads()));

    Value q = g.reshape(rotated, Shape.of(B, keyValues, group, T, width));
    Value k = g.insertAxis(keys, 2); // [B, K, 1, P+T, D]
    Value v = g.insertAxis(values, 2);
    Value visible = g.insertAxis(run.visibility(), 2); // [B, 1, 1, T, P+T]

    Value scores = g.matMulTransposed(q, k, 1 / Math.sqrt(dims.headDim())); // [B, K, G, T, P+T]
    Value mixed = g.matMul(g.softmax(g.add(scores, visible)), v); // [B, K, G, T, D]
    Value perHead = g.reshape(mixed, Shape.of(B, Dim.of(dims.heads()), T, width));
    Value output =
        g.reshape(
            g.transpose(perHead, 0, 2, 1, 3),
            Shape.of(B, T, Dim.of((long) dims.heads() * dims.headDim())));
    return new GroupQueryAttention.Result(output, new Pair(keys, values));
  }

  /** {@return [B, T, heads * D] as [B, heads, T, D]} */
  private Value heads(Value x, int heads) {
    Value split = g.reshape(x, Shape.of(B, T, Dim.of(heads), Dim.of(dims.headDim())));
    return g.transpose(split, 0, 2, 1, 3);
  }

  private Value rotate(Value x) {
    return g.rotary(
        new RotaryEmbedding(x, run.positions(), run.rotary().first(), run.rotary().second()));
  }
}

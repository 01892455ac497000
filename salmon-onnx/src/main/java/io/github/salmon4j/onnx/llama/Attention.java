package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.P;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.GroupQueryAttention;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
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
    Pair past = new Pair(pastInput(KEYS, layer), pastInput(VALUES, layer));
    GroupQueryAttention.Result result =
        switch (form) {
          case FUSED -> fused(layer, x, past);
          case PLAIN -> plain(layer, x, past);
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

  /** {@return the name of the output with this run's keys or values alone; in the plain form} */
  static String freshName(String pastName) {
    return "fresh_" + pastName;
  }

  private Value pastInput(String which, int layer) {
    return g.input(
        pastName(which, layer),
        ElementType.FLOAT32,
        Shape.of(B, Dim.of(dims.keyValueHeads()), P, Dim.of(dims.headDim())));
  }

  private GroupQueryAttention.Result fused(int layer, Value x, Pair past) {
    return g.attention(
        new GroupQueryAttention(
            new GroupQueryAttention.Heads(dims.heads(), dims.keyValueHeads()),
            linear.applyJoined(layer, Projection.ATTENTION_INPUTS, x),
            past,
            run.lengths(),
            run.rotary(),
            run.positions(),
            run.visibility()));
  }

  private GroupQueryAttention.Result plain(int layer, Value x, Pair past) {
    List<Value> projected = linear.apply(layer, Projection.ATTENTION_INPUTS, x);
    PlainAttention plain =
        new PlainAttention(
            g, dims, new TokenContext(run.positions(), run.visibility(), run.rotary()));
    Pair fresh = new Pair(plain.keys(projected.get(1)), plain.values(projected.get(2)));
    g.output(freshName(pastName(KEYS, layer)), fresh.first());
    g.output(freshName(pastName(VALUES, layer)), fresh.second());
    Value keys = g.concat(2, past.first(), fresh.first());
    Value values = g.concat(2, past.second(), fresh.second());
    Value output = plain.attend(plain.queries(projected.get(0)), keys, values);
    return new GroupQueryAttention.Result(output, new Pair(keys, values));
  }
}

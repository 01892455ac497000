package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.NormalizedSum;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.List;
import java.util.Map;

/** What a layer is made of beside attention: norms, projections, the gated feed-forward part. */
final class LayerParts {

  private final GraphBuilder g;
  private final ModelConfig config;
  private final Weights weights;
  private final LinearLayers linear;

  LayerParts(GraphBuilder g, ModelConfig config, Weights weights, Map<Site, LowRank> adapter) {
    this.g = g;
    this.config = config;
    this.weights = weights;
    this.linear = new LinearLayers(g, config, weights, adapter);
  }

  LinearLayers linear() {
    return linear;
  }

  /** {@return x [.., C] over its root mean square, times a gain} */
  Value norm(String gain, Value x) {
    Value weight = weights.weight(gain, Shape.of(config.dimensions().hiddenSize()));
    return g.rmsNorm(x, weight, config.rmsNormEpsilon());
  }

  /** {@return x + y [.., C], and the same over its root mean square, times a gain} */
  NormalizedSum normOfSum(String gain, Value x, Value y, AttentionForm form) {
    if (form == AttentionForm.PLAIN) {
      Value sum = g.add(x, y);
      return new NormalizedSum(sum, norm(gain, sum));
    }
    Value weight = weights.weight(gain, Shape.of(config.dimensions().hiddenSize()));
    return g.rmsNormOfSum(x, y, weight, config.rmsNormEpsilon());
  }

  /** {@return the name of the gain under which attention reads} */
  static String attentionGain(int layer) {
    return "model.layers." + layer + ".input_layernorm.weight";
  }

  /** {@return the name of the gain under which the feed-forward part reads} */
  static String feedForwardGain(int layer) {
    return "model.layers." + layer + ".post_attention_layernorm.weight";
  }

  /** {@return down(silu(gate(n)) * up(n)) of n [.., C], normed} (Shazeer 2020, eq. 6) */
  Value feedForward(int layer, Value normed) {
    List<Value> gateAndUp = linear.apply(layer, Projection.FEED_FORWARD_INPUTS, normed); // [.., F]
    Value gated = g.multiply(g.silu(gateAndUp.get(0)), gateAndUp.get(1));
    return linear.apply(layer, Projection.DOWN, gated);
  }
}

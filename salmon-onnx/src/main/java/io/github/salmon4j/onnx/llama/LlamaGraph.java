package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.N;
import static io.github.salmon4j.onnx.llama.RunInputs.T;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.Map;

/**
 * The whole model as one graph: embedding, L layers of attention and feed-forward around a residual
 * stream, a last norm, a head on the tokens that are read (Touvron et al. 2023, arXiv:2302.13971,
 * section 2.2).
 */
final class LlamaGraph {

  private static final String EMBEDDING = "model.embed_tokens.weight";

  private final GraphBuilder g;
  private final ModelConfig config;
  private final Dimensions dims;
  private final Weights weights;
  private final LinearLayers linear;

  private LlamaGraph(
      GraphBuilder g, ModelConfig config, Weights weights, Map<Site, Factors> adapter) {
    this.g = g;
    this.config = config;
    this.dims = config.dimensions();
    this.weights = weights;
    this.linear = new LinearLayers(g, config, weights, adapter);
  }

  /**
   * {@return the graph of a model}
   *
   * @param g an empty builder
   * @param blueprint what to build
   * @param weights where its tensors are
   */
  static Graph build(GraphBuilder g, Blueprint blueprint, Weights weights) {
    LlamaGraph llama = new LlamaGraph(g, blueprint.config(), weights, blueprint.adapter());
    llama.assemble(blueprint);
    return g.build();
  }

  /**
   * Everything that decides a graph but its weights.
   *
   * @param config sizes and switches of the model
   * @param adapter low-rank updates, by where they attach; often empty
   * @param head what stands on top
   * @param form which operators attention is made of
   */
  record Blueprint(ModelConfig config, Map<Site, Factors> adapter, Head head, AttentionForm form) {}

  private void assemble(Blueprint blueprint) {
    RunInputs run = RunInputs.declare(g, dims);
    Attention attention = new Attention(g, dims, linear, run);
    Value x = g.gather(embedding(), run.ids()); // [B, T, C]
    for (int layer = 0; layer < dims.layers(); layer++) {
      String path = "model.layers." + layer;
      Value mixed =
          attention.mix(layer, norm(x, path + ".input_layernorm.weight"), blueprint.form());
      if (layer == dims.layers() - 1) { // nothing looks at the other tokens any more
        x = rows(x, run.read());
        mixed = rows(mixed, run.read());
      }
      x = g.add(x, linear.apply(layer, Projection.O, mixed));
      x = g.add(x, feedForward(layer, norm(x, path + ".post_attention_layernorm.weight")));
    }
    Value read = norm(x, "model.norm.weight"); // [N, C]
    switch (blueprint.head()) {
      case SCORE -> score(read);
      case VOCABULARY -> vocabulary(read);
    }
  }

  /** {@return some tokens of many: x [B, T, width] to [N, width]} */
  private Value rows(Value x, Value which) {
    return g.gather(g.reshape(x, Shape.of(B.times(T), x.shape().dim(-1))), which);
  }

  /** {@return down(silu(gate(x)) * up(x)): [.., C] to [.., C]} (Shazeer 2020, eq. 6) */
  private Value feedForward(int layer, Value x) {
    Value gate = linear.apply(layer, Projection.GATE, x); // [.., F]
    Value up = linear.apply(layer, Projection.UP, x); // [.., F]
    return linear.apply(layer, Projection.DOWN, g.multiply(g.silu(gate), up));
  }

  private Value norm(Value x, String gain) {
    Value weight = weights.weight(gain, Shape.of(dims.hiddenSize()));
    return g.rmsNorm(x, weight, config.rmsNormEpsilon());
  }

  private Value embedding() {
    return weights.weight(EMBEDDING, Shape.of(dims.vocabSize(), dims.hiddenSize()));
  }

  /** One score for each token read; the head is an input, so that one base serves many. */
  private void score(Value read) {
    Value weight =
        g.input(HeadOutputs.SCORE_WEIGHT, ElementType.FLOAT32, Shape.of(1, dims.hiddenSize()));
    Value bias = g.input(HeadOutputs.SCORE_BIAS, ElementType.FLOAT32, Shape.of(1));
    g.output(HeadOutputs.SCORES, g.add(g.matMulTransposed(read, weight), bias));
  }

  /** Logits over the temperature, and log-probabilities of one target for each token read. */
  private void vocabulary(Value read) {
    Value temperature = g.input(HeadOutputs.TEMPERATURE, ElementType.FLOAT32, Shape.of(1));
    Value targets = g.input(HeadOutputs.TARGETS, ElementType.INT64, Shape.of(N));
    Value head =
        config.has(Trait.TIED_EMBEDDINGS)
            ? embedding()
            : weights.weight("lm_head.weight", Shape.of(dims.vocabSize(), dims.hiddenSize()));
    Value logits = g.divide(g.matMulTransposed(read, head), temperature); // [N, V]
    Value target = g.gatherElements(logits, g.reshape(targets, Shape.of(N, Dim.of(1))));
    g.output(HeadOutputs.LOGITS, logits);
    g.output(HeadOutputs.LOG_PROBS, g.subtract(target, g.logSumExp(logits)));
  }
}

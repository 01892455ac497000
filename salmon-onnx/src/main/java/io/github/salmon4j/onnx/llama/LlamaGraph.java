package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.T;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.NormalizedSum;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.Map;

/**
 * The whole model as one graph: embedding, L layers of attention and feed-forward around a residual
 * stream, a last norm, a head on the tokens that are read (Touvron et al. 2023, arXiv:2302.13971,
 * section 2.2).
 */
final class LlamaGraph {

  private final GraphBuilder g;
  private final ModelConfig config;
  private final Dimensions dims;
  private final Weights weights;
  private final LayerParts parts;

  private LlamaGraph(
      GraphBuilder g, ModelConfig config, Weights weights, Map<Site, LowRank> adapter) {
    this.g = g;
    this.config = config;
    this.dims = config.dimensions();
    this.weights = weights;
    this.parts = new LayerParts(g, config, weights, adapter);
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
   * @param adapter the forms of low-rank updates, by where they attach; often empty
   * @param head what stands on top
   * @param form which operators attention and residual sums are made of
   */
  record Blueprint(ModelConfig config, Map<Site, LowRank> adapter, Head head, AttentionForm form) {}

  private void assemble(Blueprint blueprint) {
    RunInputs run = RunInputs.declare(g, dims);
    Attention attention = new Attention(g, dims, parts.linear(), run);
    Value x = g.gather(HeadParts.embedding(weights, dims), run.ids()); // [B, T, C]
    Value normed = parts.norm(LayerParts.attentionGain(0), x);
    AttentionForm form = blueprint.form();
    for (int layer = 0; layer < dims.layers(); layer++) {
      boolean last = layer == dims.layers() - 1;
      Value mixed = attention.mix(layer, normed, form);
      if (last) { // nothing looks at the other tokens any more: x and mixed [N, C]
        x = rows(x, run.read());
        mixed = rows(mixed, run.read());
      }
      Value attended = parts.linear().apply(layer, Projection.O, mixed);
      NormalizedSum h = parts.normOfSum(LayerParts.feedForwardGain(layer), x, attended, form);
      String next = last ? "model.norm.weight" : LayerParts.attentionGain(layer + 1);
      Value fed = parts.feedForward(layer, h.normed());
      NormalizedSum y = parts.normOfSum(next, h.sum(), fed, form);
      x = y.sum();
      normed = y.normed();
    }
    switch (blueprint.head()) {
      case SCORE -> score(normed);
      case VOCABULARY -> vocabulary(normed);
    }
  }

  /** {@return some tokens of many: x [B, T, width] to [N, width]} */
  private Value rows(Value x, Value which) {
    return g.gather(g.reshape(x, Shape.of(B.times(T), x.shape().dim(-1))), which);
  }

  /** One score for each token read; the head is an input, so that one base serves many. */
  private void score(Value read) {
    g.output(HeadOutputs.SCORES, new HeadParts(g, config).scores(read));
  }

  /** Logits over the temperature, and log-probabilities of one target for each token read. */
  private void vocabulary(Value read) {
    HeadParts head = new HeadParts(g, config);
    Value logits = head.logits(read, weights);
    g.output(HeadOutputs.LOGITS, logits);
    g.output(HeadOutputs.LOG_PROBS, head.logProbs(logits));
  }
}

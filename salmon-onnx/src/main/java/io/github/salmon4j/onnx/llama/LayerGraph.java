package io.github.salmon4j.onnx.llama;

import static io.github.salmon4j.onnx.llama.RunInputs.B;
import static io.github.salmon4j.onnx.llama.RunInputs.T;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer as a graph of its own: whole sequences in, their next hidden states out, weights and
 * adapter factors as inputs, so that one graph serves all layers of one form.
 *
 * <p>Weights have the names of layer 0.
 *
 * @param x hidden states, [B, T, C]
 * @param y hidden states after the layer, [B, T, C]
 * @param tensors weights by the checkpoint's names, and adapter factors
 */
public record LayerGraph(Value x, Value y, Map<String, Value> tensors) {

  /** Hidden states before the layer, [B, T, C]. */
  public static final String X = "x";

  /** Position of each token in its sequence, int64 [B, T]. */
  public static final String POSITIONS = RunInputs.POSITIONS;

  /** 0 where a token sees another, hugely negative where not, [B, 1, T, T]. */
  public static final String VISIBILITY = RunInputs.VISIBILITY;

  /** Cosines of the positions' angles, [positions, D/2]. */
  public static final String COSINES = RunInputs.COSINES;

  /** Sines of the positions' angles, [positions, D/2]. */
  public static final String SINES = RunInputs.SINES;

  private static final int ANY_LAYER = 0;

  /**
   * {@return the layer, as nodes of a graph}
   *
   * @param g where the nodes go
   * @param config sizes and switches of the model
   * @param adapter the form of the low-rank update of each projection that has one
   */
  public static LayerGraph emit(
      GraphBuilder g, ModelConfig config, Map<Projection, LowRank> adapter) {
    Dimensions dims = config.dimensions();
    Map<String, Value> inputs = new LinkedHashMap<>();
    Weights weights =
        (name, shape) ->
            inputs.computeIfAbsent(name, key -> g.input(name, ElementType.FLOAT32, shape));
    Map<Site, LowRank> sites = new HashMap<>();
    adapter.forEach((projection, form) -> sites.put(new Site(ANY_LAYER, projection), form));
    LayerParts parts = new LayerParts(g, config, weights, sites);

    Value x = g.input(X, ElementType.FLOAT32, Shape.of(B, T, Dim.of(dims.hiddenSize())));
    PlainAttention attention = new PlainAttention(g, dims, context(g, dims));
    LinearLayers linear = parts.linear();
    Value normed = parts.norm(LayerParts.attentionGain(ANY_LAYER), x);
    List<Value> products = linear.apply(ANY_LAYER, Projection.ATTENTION_INPUTS, normed);
    Value mixed =
        attention.attend(
            attention.queries(products.get(0)),
            attention.keys(products.get(1)),
            attention.values(products.get(2)));
    Value h = g.add(x, linear.apply(ANY_LAYER, Projection.O, mixed));
    Value normedAgain = parts.norm(LayerParts.feedForwardGain(ANY_LAYER), h);
    Value y = g.add(h, parts.feedForward(ANY_LAYER, normedAgain));
    inputs.putAll(linear.factors());
    return new LayerGraph(x, y, inputs);
  }

  /** {@return the name of a layer's tensor, given that of the same tensor of layer 0} */
  public static String nameIn(int layer, String name) {
    return name.replace("model.layers." + ANY_LAYER + ".", "model.layers." + layer + ".");
  }

  /**
   * {@return whether a tensor is a factor of a low-rank update}
   *
   * @param name its name in the graph
   */
  public static boolean isFactor(String name) {
    return name.contains(".lora_");
  }

  /** {@return the name of the first factor's input, [R, in]} */
  public static String inputA(Projection projection) {
    return LinearLayers.inputA(new Site(ANY_LAYER, projection));
  }

  /** {@return the name of the second factor's input, [out, R]} */
  public static String inputB(Projection projection) {
    return LinearLayers.inputB(new Site(ANY_LAYER, projection));
  }

  private static TokenContext context(GraphBuilder g, Dimensions dims) {
    Shape angles = Shape.of(Dim.symbol("positions"), Dim.of(dims.headDim() / 2));
    return new TokenContext(
        g.input(RunInputs.POSITIONS, ElementType.INT64, Shape.of(B, T)),
        g.input(RunInputs.VISIBILITY, ElementType.FLOAT32, Shape.of(B, Dim.of(1), T, T)),
        new Pair(
            g.input(RunInputs.COSINES, ElementType.FLOAT32, angles),
            g.input(RunInputs.SINES, ElementType.FLOAT32, angles)));
  }
}

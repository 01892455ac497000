package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The projections of every layer: {@code y = x Wᵀ + b + scale (x Aᵀ) Bᵀ}, the last term where an
 * adapter attaches (Hu et al. 2021, arXiv:2106.09685, eq. 3).
 *
 * <p>Adapter factors are inputs of the graph, so one session serves the base under any adapter of
 * the same sites and ranks.
 */
final class LinearLayers {

  private static final Set<Projection> FEED_FORWARD =
      EnumSet.of(Projection.GATE, Projection.UP, Projection.DOWN);

  private final GraphBuilder g;
  private final ModelConfig config;
  private final Weights weights;
  private final Map<Site, LowRank> adapter;
  private final Map<String, Value> factors = new LinkedHashMap<>();

  LinearLayers(GraphBuilder g, ModelConfig config, Weights weights, Map<Site, LowRank> adapter) {
    this.g = g;
    this.config = config;
    this.weights = weights;
    this.adapter = adapter;
  }

  /** {@return one projection of one layer: x [.., in] to [.., out]} */
  Value apply(int layer, Projection projection, Value x) {
    return apply(layer, List.of(projection), x).get(0);
  }

  /** {@return all projections of one layer that read x: [.., in] to [.., out] of each} */
  List<Value> apply(int layer, List<Projection> projections, Value x) {
    List<Value> products = weights.products(g, x, matrices(layer, projections));
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < products.size(); i++) {
      results.add(complete(layer, projections.get(i), x, products.get(i)));
    }
    return results;
  }

  /** {@return what {@link #apply} gives, or one value with all of it behind one another} */
  List<Value> applyJoined(int layer, List<Projection> projections, Value x) {
    boolean alone =
        projections.stream().allMatch(p -> !hasBias(p) && !adapter.containsKey(new Site(layer, p)));
    return alone
        ? weights.joinedProducts(g, x, matrices(layer, projections))
        : apply(layer, projections, x);
  }

  private List<Weights.Matrix> matrices(int layer, List<Projection> projections) {
    List<Weights.Matrix> matrices = new ArrayList<>();
    for (Projection projection : projections) {
      long in = projection.inputs(config.dimensions());
      long out = projection.outputs(config.dimensions());
      matrices.add(new Weights.Matrix(projection.weightIn(layer), Shape.of(out, in)));
    }
    return matrices;
  }

  private boolean hasBias(Projection projection) {
    boolean feedForward = FEED_FORWARD.contains(projection);
    return config.has(feedForward ? Trait.MLP_BIAS : Trait.ATTENTION_BIAS);
  }

  /** {@return a product with bias and update} */
  private Value complete(int layer, Projection projection, Value x, Value product) {
    Value y = product;
    if (hasBias(projection)) {
      String bias = projection.pathIn(layer) + ".bias";
      y = g.add(y, weights.weight(bias, Shape.of(y.shape().dim(-1))));
    }
    Site site = new Site(layer, projection);
    LowRank update = adapter.get(site);
    return update == null ? y : g.add(y, lowRank(site, update, x));
  }

  static String inputA(Site site) {
    return site.projection().pathIn(site.layer()) + ".lora_A";
  }

  static String inputB(Site site) {
    return site.projection().pathIn(site.layer()) + ".lora_B";
  }

  private Value lowRank(Site site, LowRank update, Value x) {
    long in = site.projection().inputs(config.dimensions());
    long out = site.projection().outputs(config.dimensions());
    Value a = factor(inputA(site), Shape.of(update.rank(), in));
    Value b = factor(inputB(site), Shape.of(out, update.rank()));
    return g.matMulTransposed(g.matMulTransposed(x, a), b, update.scale());
  }

  private Value factor(String name, Shape shape) {
    Value factor = g.input(name, ElementType.FLOAT32, shape);
    factors.put(name, factor);
    return factor;
  }

  /** {@return the inputs that hold adapter factors so far, by name} */
  Map<String, Value> factors() {
    return factors;
  }
}

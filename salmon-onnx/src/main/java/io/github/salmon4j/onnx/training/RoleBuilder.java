package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.llama.HeadGraph;
import io.github.salmon4j.onnx.llama.LayerGraph;
import io.github.salmon4j.onnx.llama.LowRank;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Makes the parameters of a role, with their initial values, and puts its model together. */
final class RoleBuilder {

  private final TrainingBase base;
  private final Role role;
  private final RoleWeights weights;
  private final Dimensions dims;
  private final Trained trained;
  private final LoraAdapter adapter;
  private final RandomGenerator random;

  RoleBuilder(
      TrainingBase base, Role role, RoleWeights weights, Trained trained, RandomGenerator random) {
    this.base = base;
    this.role = role;
    this.weights = weights;
    this.dims = base.config().dimensions();
    this.trained = trained;
    this.random = random;
    this.adapter =
        trained instanceof Trained.Adapter existing
            ? LoraAdapter.open(existing.folder(), base.config())
            : LoraAdapter.none();
  }

  TrainableModel build() {
    requireLayers();
    boolean everything = trained instanceof Trained.Everything;
    if (everything) {
      weights.trainCopy(HeadGraph.EMBEDDING, dims.vocabSize(), dims.hiddenSize());
    }
    List<Fragment> layers = new ArrayList<>();
    List<LayerKind> kinds = new ArrayList<>();
    boolean below = everything;
    for (int layer = 0; layer < dims.layers(); layer++) {
      LayerKind kind = new LayerKind(updates(layer), everything, below);
      layers.add(layer(layer, kind));
      kinds.add(kind);
      below |= kind.isOnTheWayBack();
    }
    Fragment head = head(everything, below);
    return new TrainableModel(base, role, weights, new LayerStack(base, layers, kinds), head);
  }

  private void requireLayers() {
    if (trained instanceof Trained.Lora lora) {
      for (int layer : lora.layers()) {
        if (layer < 0 || layer >= dims.layers()) {
          throw new IllegalArgumentException(
              "LoRA layer: expected 0 to " + (dims.layers() - 1) + ", found " + layer);
        }
      }
    }
  }

  private Map<Projection, LowRank> updates(int layer) {
    Map<Projection, LowRank> updates = new TreeMap<>();
    adapter
        .factors()
        .forEach(
            (site, factors) -> {
              if (site.layer() == layer) {
                updates.put(site.projection(), new LowRank(factors.rank(), factors.scale()));
              }
            });
    if (trained instanceof Trained.Lora lora && lora.reaches(layer)) {
      LowRank form = new LowRank(lora.rank(), lora.alpha() / lora.rank());
      lora.projections().forEach(projection -> updates.put(projection, form));
    }
    return updates;
  }

  private Fragment layer(int layer, LayerKind kind) {
    TrainingBase.Built built = base.layer(kind);
    Map<String, OnnxTensor> tensors = new HashMap<>();
    Map<String, TensorParameter> trained = new LinkedHashMap<>();
    new TreeMap<>(kind.updates())
        .forEach((projection, form) -> update(new Site(layer, projection), form));
    built
        .tensors()
        .forEach(
            (name, value) -> {
              String own = LayerGraph.nameIn(layer, name);
              if (kind.weights() && weights.parameter(own) == null) {
                weights.trainCopy(own, RoleWeights.sizes(value));
              }
              tensors.put(name, weights.tensor(own, value));
              TensorParameter parameter = weights.parameter(own);
              if (parameter != null) {
                trained.put(name, parameter);
              }
            });
    return new Fragment(built.step(), tensors, trained);
  }

  /** Makes the factors of one low-rank update. */
  private void update(Site site, LowRank form) {
    String a = LayerGraph.nameIn(site.layer(), LayerGraph.inputA(site.projection()));
    String b = LayerGraph.nameIn(site.layer(), LayerGraph.inputB(site.projection()));
    long in = site.projection().inputs(dims);
    FloatBuffer first = weights.train(a, form.rank(), in).values();
    FloatBuffer second = weights.train(b, site.projection().outputs(dims), form.rank()).values();
    Factors existing = adapter.factors().get(site);
    if (existing == null) {
      uniform(first, 1 / Math.sqrt((double) in), random);
    } else {
      first.put(existing.a().floats());
      second.put(existing.b().floats());
    }
  }

  private Fragment head(boolean everything, boolean below) {
    Set<String> wanted = new HashSet<>();
    if (role != Role.POLICY) {
      scalarHead();
      wanted.addAll(Set.of(HeadGraph.SCORE_WEIGHT, HeadGraph.SCORE_BIAS));
    }
    if (everything) {
      weights.trainCopy(HeadGraph.NORM, dims.hiddenSize());
      wanted.add(HeadGraph.NORM);
    }
    if (everything && role == Role.POLICY) {
      String vocabulary = HeadGraph.vocabularyName(base.config());
      if (weights.parameter(vocabulary) == null) {
        weights.trainCopy(vocabulary, dims.vocabSize(), dims.hiddenSize());
      }
      wanted.add(vocabulary);
    }
    TrainingBase.Built built = base.head(role, wanted, below);
    Map<String, OnnxTensor> tensors = new HashMap<>(weights.constants());
    Map<String, TensorParameter> trained = new LinkedHashMap<>();
    for (Map.Entry<String, Value> tensor : built.tensors().entrySet()) {
      tensors.put(tensor.getKey(), weights.tensor(tensor.getKey(), tensor.getValue()));
      TensorParameter parameter = weights.parameter(tensor.getKey());
      if (parameter != null) {
        trained.put(tensor.getKey(), parameter);
      }
    }
    return new Fragment(built.step(), tensors, trained);
  }

  private void scalarHead() {
    int width = dims.hiddenSize();
    FloatBuffer values = weights.train(HeadGraph.SCORE_WEIGHT, 1, width).values();
    FloatBuffer bias = weights.train(HeadGraph.SCORE_BIAS, 1).values();
    if (role == Role.VALUE) {
      return;
    }
    if (adapter.scoreHead().isPresent()) {
      values.put(adapter.scoreHead().get().weight().floats());
      adapter.scoreHead().get().bias().ifPresent(found -> bias.put(found.floats()));
    } else if (base.frozen().has(HeadGraph.SCORE_WEIGHT)) {
      values.put(base.frozen().floats(HeadGraph.SCORE_WEIGHT, 1, width));
    } else {
      for (int i = 0; i < width; i++) {
        values.put(i, (float) (random.nextGaussian() / Math.sqrt(width + 1.0)));
      }
    }
  }

  private static void uniform(FloatBuffer values, double bound, RandomGenerator random) {
    for (int i = 0; i < values.limit(); i++) {
      values.put(i, (float) (bound * (2 * random.nextDouble() - 1)));
    }
  }
}

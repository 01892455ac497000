package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.llama.LayerGraph;
import io.github.salmon4j.onnx.llama.LowRank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All layers of a model, forward and back. */
final class LayerStack {

  private final TrainingBase base;
  private final List<Fragment> layers;
  private final List<LayerKind> kinds;

  LayerStack(TrainingBase base, List<Fragment> layers, List<LayerKind> kinds) {
    this.base = base;
    this.layers = List.copyOf(layers);
    this.kinds = List.copyOf(kinds);
  }

  /** What a micro-batch keeps on its way through the layers, until it is carried back. */
  static final class Tape implements AutoCloseable {

    private final List<Map<String, OnnxTensor>> layers = new ArrayList<>();

    @Override
    public void close() {
      layers.forEach(kept -> kept.values().forEach(OnnxTensor::close));
      layers.clear();
    }
  }

  /** {@return the form of each layer} */
  List<LayerKind> kinds() {
    return kinds;
  }

  /** {@return the form of each low-rank update, by where it attaches} */
  Map<Site, LowRank> updates() {
    Map<Site, LowRank> updates = new HashMap<>();
    for (int layer = 0; layer < kinds.size(); layer++) {
      for (Map.Entry<Projection, LowRank> update : kinds.get(layer).updates().entrySet()) {
        updates.put(new Site(layer, update.getKey()), update.getValue());
      }
    }
    return updates;
  }

  /** {@return whether anything below the head is trained} */
  boolean isOnTheWayBack() {
    return kinds.stream().anyMatch(LayerKind::isOnTheWayBack);
  }

  /**
   * {@return hidden states after the last layer, [B, T, C]; the caller closes them}
   *
   * @param batch the tokens
   * @param x0 their embeddings, [B, T, C]; closed here or by the tape
   * @param tape where to keep what the way back needs
   */
  OnnxTensor forward(MicroBatch batch, OnnxTensor x0, Tape tape) {
    OnnxTensor x = x0;
    for (int layer = 0; layer < layers.size(); layer++) {
      Fragment fragment = layers.get(layer);
      boolean back = kinds.get(layer).isOnTheWayBack();
      Set<String> wanted = back && keeps(layer) ? fragment.step().kept() : Set.of();
      Map<String, OnnxTensor> out = new HashMap<>(fragment.forward(given(batch, x), wanted));
      OnnxTensor y = Objects.requireNonNull(out.remove(GradientGraph.OUTPUT));
      if (back) {
        out.put(LayerGraph.X, x);
        tape.layers.add(out);
      } else {
        x.close();
        tape.layers.add(Map.of());
      }
      x = y;
    }
    return x;
  }

  /**
   * {@return the gradient of the embeddings, [B, T, C], if it is wanted; the caller closes it}
   *
   * @param batch the tokens
   * @param dy gradient of the hidden states after the last layer, [B, T, C]; closed here
   * @param tape what was kept
   * @param sums where gradients are added
   */
  @Nullable OnnxTensor back(MicroBatch batch, OnnxTensor dy, Tape tape, GradientSums sums) {
    OnnxTensor gradient = dy;
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      LayerKind kind = kinds.get(layer);
      if (!kind.isOnTheWayBack()) {
        break;
      }
      Fragment fragment = layers.get(layer);
      Map<String, OnnxTensor> given = given(batch, gradient);
      given.putAll(tape.layers.get(layer));
      given.put(GradientGraph.SEED, gradient);
      Step.Loaded way = keeps(layer) ? fragment.step().fromKept() : fragment.step().fromInput();
      OnnxTensor dx =
          fragment.back(
              way,
              given,
              sums,
              kind.carriesBack() ? Set.of(GradientGraph.INPUT_GRADIENT) : Set.of());
      gradient.close();
      if (dx == null) {
        return null;
      }
      gradient = dx;
    }
    return gradient;
  }

  /** {@return bytes of what a pass over these micro-batches keeps and works on} */
  long bytes(List<List<Integer>> plan, int[] lengths) {
    long kept = 0;
    long largest = 0;
    for (List<Integer> rows : plan) {
      int columns = lengths[rows.get(0)]; // the longest comes first
      for (int layer = 0; layer < layers.size(); layer++) {
        long activations = layers.get(layer).step().keptBytes(rows.size(), columns);
        long input = (long) rows.size() * columns * width() * Float.BYTES;
        largest = Math.max(largest, activations);
        if (kinds.get(layer).isOnTheWayBack()) {
          kept += input + (keeps(layer) ? activations : 0);
        }
      }
    }
    return kept + largest * Math.min(plan.size(), base.workers().count());
  }

  private int width() {
    return base.config().dimensions().hiddenSize();
  }

  private boolean keeps(int layer) {
    return layers.size() - layer <= base.settings().keptLayers();
  }

  private Map<String, OnnxTensor> given(MicroBatch batch, OnnxTensor x) {
    Map<String, OnnxTensor> given = new HashMap<>(base.angles());
    given.putAll(batch.context());
    given.put(LayerGraph.X, x);
    return given;
  }
}

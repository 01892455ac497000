package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import java.util.HashMap;
import java.util.Map;

/**
 * What lies over a checkpoint: tensors that every run is given, so that whoever writes to their
 * memory moves the model.
 *
 * @param updates the form of each low-rank update, by where it attaches
 * @param tensors its factors, a scalar head, weights in place of the checkpoint's; by the names of
 *     the graph's inputs, which for weights are the checkpoint's
 */
public record Overlay(Map<Site, LowRank> updates, Map<String, OnnxTensor> tensors) {

  /** Copies the maps. */
  public Overlay {
    updates = Map.copyOf(updates);
    tensors = Map.copyOf(tensors);
  }

  /** {@return an adapter as it lies in its file} */
  static Overlay of(Map<Site, Factors> adapter) {
    Map<Site, LowRank> updates = new HashMap<>();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    adapter.forEach(
        (site, factors) -> {
          updates.put(site, LowRank.of(factors));
          tensors.put(LinearLayers.inputA(site), LlamaSession.tensor(factors.a()));
          tensors.put(LinearLayers.inputB(site), LlamaSession.tensor(factors.b()));
        });
    return new Overlay(updates, tensors);
  }

  /** {@return this with a scalar head} */
  Overlay with(Map<String, OnnxTensor> head) {
    Map<String, OnnxTensor> all = new HashMap<>(tensors);
    all.putAll(head);
    return new Overlay(updates, all);
  }
}

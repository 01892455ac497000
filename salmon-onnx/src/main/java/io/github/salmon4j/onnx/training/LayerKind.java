package io.github.salmon4j.onnx.training;

import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.llama.LowRank;
import java.util.Map;

/**
 * The form of a layer: layers of one kind share their graphs.
 *
 * @param updates the form of the low-rank update of each projection that has one
 * @param weights whether the layer's own weights are trained
 * @param carriesBack whether something below the layer is trained
 */
record LayerKind(Map<Projection, LowRank> updates, boolean weights, boolean carriesBack) {

  LayerKind {
    updates = Map.copyOf(updates);
  }

  /** {@return whether a pass back comes to the layer at all} */
  boolean isOnTheWayBack() {
    return weights || !updates.isEmpty() || carriesBack;
  }
}

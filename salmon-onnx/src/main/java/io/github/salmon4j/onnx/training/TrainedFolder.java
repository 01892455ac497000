package io.github.salmon4j.onnx.training;

import io.github.salmon4j.onnx.checkpoint.AdapterWriter;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.CheckpointWriter;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.checkpoint.SafetensorsWriter;
import io.github.salmon4j.onnx.llama.HeadGraph;
import io.github.salmon4j.onnx.llama.LayerGraph;
import io.github.salmon4j.onnx.llama.LowRank;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Writes what was trained: low-rank updates as a PEFT folder, everything as a checkpoint. */
final class TrainedFolder {

  private final Checkpoint base;
  private final Role role;
  private final RoleWeights weights;

  TrainedFolder(Checkpoint base, Role role, RoleWeights weights) {
    this.base = base;
    this.role = role;
    this.weights = weights;
  }

  void writeAdapter(List<LayerKind> kinds, String templateHash, Path folder) {
    AdapterWriter writer =
        new AdapterWriter(base.config(), base.folder().toAbsolutePath().normalize().toString());
    for (int layer = 0; layer < kinds.size(); layer++) {
      for (Map.Entry<Projection, LowRank> update :
          new TreeMap<>(kinds.get(layer).updates()).entrySet()) {
        Projection projection = update.getKey();
        writer.factors(
            new Site(layer, projection),
            update.getValue().scale() * update.getValue().rank(),
            values(LayerGraph.nameIn(layer, LayerGraph.inputA(projection))),
            values(LayerGraph.nameIn(layer, LayerGraph.inputB(projection))));
      }
    }
    if (role != Role.POLICY) {
      FloatBuffer bias = values(HeadGraph.SCORE_BIAS);
      if (bias.get(0) == 0) {
        writer.scoreHead(values(HeadGraph.SCORE_WEIGHT));
      } else {
        writer.scoreHead(values(HeadGraph.SCORE_WEIGHT), bias);
      }
    }
    if (role == Role.REWARD) {
      writer.rewardTemplate(templateHash);
    }
    writer.write(folder);
  }

  /** Writes all tensors in the form of the base, which must have the role's head. */
  void writeCheckpoint(Path folder) {
    if (base.config().architecture().head() != role.head()) {
      throw new IllegalStateException(
          "checkpoint of %s: expected a base with its head, found %s; train an adapter instead"
              .formatted(role, base.config().architecture().className()));
    }
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : base.tensorNames()) {
      TensorParameter parameter = Objects.requireNonNull(weights.parameter(name), name);
      writer.add(name, parameter.values(), parameter.shape());
    }
    CheckpointWriter.write(base, writer, folder);
  }

  private FloatBuffer values(String tensor) {
    return Objects.requireNonNull(weights.parameter(tensor), tensor).values();
  }
}

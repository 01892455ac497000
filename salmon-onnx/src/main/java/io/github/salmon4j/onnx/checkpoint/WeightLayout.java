package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares the tensors of a checkpoint with those its configuration calls for. A tensor that
 * nothing would use is refused, because a model whose file holds it computes something else.
 */
final class WeightLayout {

  /** Older versions stored this constant; it follows from the configuration. */
  private static final Pattern ROTARY_TABLE =
      Pattern.compile("model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

  private static final String OUTPUT = "lm_head.weight";

  private final Path folder;
  private final ModelConfig config;
  private final Map<String, StoredTensor> tensors;
  private final Set<String> used = new HashSet<>();

  private WeightLayout(Path folder, ModelConfig config, Map<String, StoredTensor> tensors) {
    this.folder = folder;
    this.config = config;
    this.tensors = tensors;
  }

  /** Checks that exactly the needed weights are there, with the right shapes and types. */
  static void check(Path folder, ModelConfig config, Map<String, StoredTensor> tensors) {
    new WeightLayout(folder, config, tensors).check();
  }

  private void check() {
    Dimensions sizes = config.dimensions();
    long width = sizes.hiddenSize();
    require("model.embed_tokens.weight", sizes.vocabSize(), width);
    for (int layer = 0; layer < sizes.layers(); layer++) {
      String prefix = "model.layers." + layer;
      require(prefix + ".input_layernorm.weight", width);
      require(prefix + ".post_attention_layernorm.weight", width);
      for (Projection projection : Projection.values()) {
        requireProjection(layer, projection);
      }
    }
    require("model.norm.weight", width);
    requireHead(sizes);
    refuseOthers();
  }

  private void requireProjection(int layer, Projection projection) {
    Dimensions sizes = config.dimensions();
    String path = projection.pathIn(layer);
    require(path + ".weight", projection.outputs(sizes), projection.inputs(sizes));
    Trait bias = projection.isAttention() ? Trait.ATTENTION_BIAS : Trait.MLP_BIAS;
    if (config.has(bias)) {
      require(path + ".bias", projection.outputs(sizes));
    }
  }

  private void requireHead(Dimensions sizes) {
    if (config.architecture().head() == Head.SCORE) {
      require("score.weight", 1, sizes.hiddenSize());
    } else if (!config.has(Trait.TIED_EMBEDDINGS)) {
      require(OUTPUT, sizes.vocabSize(), sizes.hiddenSize());
    } else {
      // Some writers store the shared matrix under both names; transformers reads the embedding.
      used.add(OUTPUT);
    }
  }

  private void require(String name, long... shape) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFormatException(folder, name, "a tensor", "none of this name");
    }
    tensor.asWeight(shape);
    used.add(name);
  }

  private void refuseOthers() {
    for (String name : tensors.keySet()) {
      if (!used.contains(name) && !ROTARY_TABLE.matcher(name).matches()) {
        throw new ModelFormatException(
            folder,
            name,
            "only tensors of a " + config.architecture().className() + " so configured",
            "one more");
      }
    }
  }
}

package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.ScoreHead;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matches the tensors of an adapter file with what its configuration announces. Names come in two
 * spellings: as PEFT saves them, and as the live Python model holds them, where the adapter is
 * called {@code default} and a replaced head stands beside the original.
 */
final class AdapterReader {

  private static final String ROOT = "base_model.model.";
  private static final String SCORE = ROOT + "score.";
  private static final String SAVED = "modules_to_save.default.";
  private static final String ORIGINAL = "original_module.";

  private final SafetensorsFile file;
  private final AdapterConfig config;
  private final Map<String, StoredTensor> unread;

  AdapterReader(SafetensorsFile file, AdapterConfig config) {
    this.file = file;
    this.config = config;
    this.unread = new LinkedHashMap<>(file.tensors());
  }

  LoraAdapter read(Dimensions sizes) {
    Map<Site, Factors> factors = new LinkedHashMap<>();
    for (Site site : config.sites(sizes.layers())) {
      factors.put(site, factors(site, sizes));
    }
    ScoreHead head = scoreHead(sizes.hiddenSize()).orElse(null);
    if (head == null && config.savesScore()) {
      throw missing(SCORE + "weight");
    }
    for (String name : unread.keySet()) {
      throw new ModelFormatException(
          file.file(), name, "only tensors that adapter_config.json announces", "one more");
    }
    return new LoraAdapter(factors, head);
  }

  private Factors factors(Site site, Dimensions sizes) {
    long rank = config.rank(site);
    Projection projection = site.projection();
    TensorEntry a = factor(site, "lora_A").asWeight(rank, projection.inputs(sizes));
    TensorEntry b = factor(site, "lora_B").asWeight(projection.outputs(sizes), rank);
    return new Factors(a, b, config.scale(site));
  }

  private StoredTensor factor(Site site, String factor) {
    String prefix = ROOT + site.projection().pathIn(site.layer()) + "." + factor;
    String saved = prefix + ".weight";
    return take(List.of(saved, prefix + ".default.weight")).orElseThrow(() -> missing(saved));
  }

  private Optional<ScoreHead> scoreHead(long width) {
    // What training replaced: the base has it too.
    unread.remove(SCORE + ORIGINAL + "weight");
    unread.remove(SCORE + ORIGINAL + "bias");
    Optional<StoredTensor> weight = take(headNames("weight"));
    if (weight.isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredTensor> bias = take(headNames("bias"));
    return Optional.of(
        new ScoreHead(
            weight.get().asWeight(1, width), bias.map(tensor -> tensor.asWeight(1)).orElse(null)));
  }

  private static List<String> headNames(String part) {
    return List.of(SCORE + part, SCORE + SAVED + part);
  }

  /** {@return the tensor that has one of these names; only one of them may be there} */
  private Optional<StoredTensor> take(List<String> names) {
    List<String> found = names.stream().filter(unread::containsKey).toList();
    if (found.size() > 1) {
      throw new ModelFormatException(
          file.file(), found.get(1), "one spelling of " + found.get(0), "both");
    }
    return found.stream().findFirst().map(unread::remove);
  }

  private ModelFormatException missing(String name) {
    return new ModelFormatException(file.file(), name, "a tensor", "none of this name");
  }
}

package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an {@code adapter_config.json} of PEFT says about a LoRA: where it attaches, with which rank
 * and which scale.
 */
final class AdapterConfig {

  /** PEFT's word for every projection of the model, its head excepted. */
  private static final String EVERYWHERE = "all-linear";

  private static final int DEFAULT_RANK = 8;
  private static final double DEFAULT_ALPHA = 8;
  private static final Set<String> TASKS = Set.of("CAUSAL_LM", "SEQ_CLS");

  /** PEFT adds both names to a classification adapter, though a LLaMA has only the first. */
  private static final Set<String> HEADS = Set.of("score", "classifier");

  /** Initial values that leave the base as it is; pissa, olora, corda and loftq change it. */
  private static final Set<String> INITIAL_VALUES =
      Set.of("true", "false", "gaussian", "eva", "orthogonal");

  /** Features of PEFT that change what the adapter computes; each may be there, but unset. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "alora_invocation_tokens",
          "arrow_config",
          "corda_config",
          "ensure_weight_tying",
          "exclude_modules",
          "fan_in_fan_out",
          "layer_replication",
          "loftq_config",
          "lora_bias",
          "megatron_config",
          "target_parameters",
          "trainable_token_indices",
          "use_bdlora",
          "use_dora",
          "use_qalora");

  private final JsonObject json;
  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;
  private final Map<String, Integer> ranks;
  private final Map<String, Double> alphas;
  private final List<String> targets;
  private final List<Integer> layers;
  private final boolean savesScore;

  private AdapterConfig(JsonObject json) {
    this.json = json;
    refuseUnsupported();
    rank = json.count("r", DEFAULT_RANK);
    alpha = json.positive("lora_alpha", DEFAULT_ALPHA);
    rankStabilized = json.flag("use_rslora", false);
    ranks = patterns("rank_pattern", JsonObject::count);
    alphas = patterns("alpha_pattern", JsonObject::positive);
    targets = targets();
    layers = json.integers("layers_to_transform", 0);
    savesScore = announcesScore();
    requireLayersPattern();
    json.ignore(IgnoredKeys.ADAPTER);
    json.refuseOthers("only keys that are known to this library");
  }

  static AdapterConfig read(Path file) {
    return new AdapterConfig(JsonObject.read(file));
  }

  static AdapterConfig of(JsonObject json) {
    return new AdapterConfig(json);
  }

  /** {@return all places the adapter attaches to in a model of this many layers} */
  List<Site> sites(int layerCount) {
    for (int layer : layers) {
      if (layer >= layerCount) {
        throw json.fault("layers_to_transform", "below " + layerCount + " layers", "" + layer);
      }
    }
    for (String target : targets) {
      requireProjection(target, layerCount);
    }
    List<Site> sites = new ArrayList<>();
    for (int layer = 0; layer < layerCount; layer++) {
      if (layers.isEmpty() || layers.contains(layer)) {
        for (Projection projection : Projection.values()) {
          if (isTarget(projection.pathIn(layer))) {
            sites.add(new Site(layer, projection));
          }
        }
      }
    }
    return sites;
  }

  /** {@return R at a place} */
  int rank(Site site) {
    return ModulePatterns.first(List.copyOf(ranks.keySet()), path(site))
        .map(ranks::get)
        .orElse(rank);
  }

  /** {@return what the update is multiplied with at a place: alpha / R, or alpha / sqrt(R)} */
  double scale(Site site) {
    double alphaHere =
        ModulePatterns.first(List.copyOf(alphas.keySet()), path(site))
            .map(alphas::get)
            .orElse(alpha);
    return alphaHere / (rankStabilized ? Math.sqrt(rank(site)) : rank(site));
  }

  /** {@return whether a scalar head must be among the tensors} */
  boolean savesScore() {
    return savesScore;
  }

  private boolean announcesScore() {
    List<String> saved = json.texts("modules_to_save");
    for (String module : saved) {
      if (!HEADS.contains(module)) {
        throw json.fault("modules_to_save", "none or the head, score", module);
      }
    }
    return saved.contains("score") && json.text("task_type", "").equals("SEQ_CLS");
  }

  private static String path(Site site) {
    return site.projection().pathIn(site.layer());
  }

  private boolean isTarget(String path) {
    return targets.isEmpty() || ModulePatterns.first(targets, path).isPresent();
  }

  private void requireProjection(String target, int layerCount) {
    for (int layer = 0; layer < layerCount; layer++) {
      for (Projection projection : Projection.values()) {
        if (ModulePatterns.matches(target, projection.pathIn(layer))) {
          return;
        }
      }
    }
    throw json.fault("target_modules", "projections of a layer", target);
  }

  /** {@return the names, or none for everything} */
  private List<String> targets() {
    if (json.isText("target_modules")) {
      String text = json.text("target_modules");
      if (text.equals(EVERYWHERE)) {
        return List.of();
      }
      throw json.fault("target_modules", "a list of names or " + EVERYWHERE, text);
    }
    List<String> names = json.texts("target_modules");
    if (names.isEmpty()) {
      throw json.fault("target_modules", "a list of names or " + EVERYWHERE, "none");
    }
    names.forEach(name -> ModulePatterns.requireName(json, "target_modules", name));
    return names;
  }

  /** The name of the list of layers, which PEFT asks for only where it is unusual. */
  private void requireLayersPattern() {
    List<String> patterns =
        json.isText("layers_pattern")
            ? List.of(json.text("layers_pattern"))
            : json.texts("layers_pattern");
    for (String pattern : patterns) {
      if (!pattern.equals("layers")) {
        throw json.fault("layers_pattern", "layers", pattern);
      }
    }
  }

  private interface Reading<T> {
    T read(JsonObject json, String key);
  }

  private <T> Map<String, T> patterns(String key, Reading<T> reading) {
    Map<String, T> patterns = new LinkedHashMap<>();
    json.object(key)
        .ifPresent(
            object -> {
              for (String pattern : object.keys()) {
                ModulePatterns.requirePattern(json, key, pattern);
                patterns.put(pattern, reading.read(object, pattern));
              }
            });
    return patterns;
  }

  private void refuseUnsupported() {
    String type = json.text("peft_type");
    if (!type.equals("LORA")) {
      throw json.fault("peft_type", "LORA", type);
    }
    String task = json.text("task_type", "CAUSAL_LM");
    if (!TASKS.contains(task)) {
      throw json.fault("task_type", "CAUSAL_LM or SEQ_CLS", task);
    }
    if (!json.text("bias", "none").equals("none")) {
      throw json.fault("bias", "none", json.shown("bias"));
    }
    String initial = json.shown("init_lora_weights").replace("\"", "");
    if (json.has("init_lora_weights") && !INITIAL_VALUES.contains(initial)) {
      throw json.fault("init_lora_weights", "values that leave the base as it is", initial);
    }
    for (String key : UNSUPPORTED) {
      if (!json.isUnset(key)) {
        throw json.fault(key, "it to be unset: this is not supported", json.shown(key));
      }
    }
  }
}

package io.github.salmon4j.onnx.checkpoint;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Architecture;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.AttentionSpan;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.SpecialTokens;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Trait;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code config.json}. Defaults are those of transformers' LlamaConfig and MistralConfig,
 * which leave out of the file what equals them.
 */
final class ConfigReader {

  private static final double DEFAULT_EPSILON = 1e-6;
  private static final int LLAMA_POSITIONS = 2048;
  private static final int MISTRAL_POSITIONS = 131_072;
  private static final int MISTRAL_KEY_VALUE_HEADS = 8;
  private static final int MISTRAL_WINDOW = 4096;
  private static final int DEFAULT_BEGIN = 1;
  private static final int DEFAULT_END = 2;

  /** What transformers assumes when neither num_labels nor id2label is there. */
  private static final int DEFAULT_LABELS = 2;

  private final JsonObject json;
  private final Architecture architecture;

  private ConfigReader(JsonObject json) {
    this.json = json;
    this.architecture = architecture(json);
  }

  static ModelConfig read(Path file) {
    return read(JsonObject.read(file));
  }

  static ModelConfig read(JsonObject json) {
    return new ConfigReader(json).config();
  }

  private ModelConfig config() {
    refuseOtherFamilies();
    ModelConfig config =
        new ModelConfig(
            architecture,
            dimensions(),
            json.positive("rms_norm_eps", DEFAULT_EPSILON),
            RopeReader.read(json),
            span(),
            traits(),
            specialTokens());
    requireOneLabel();
    json.ignore(IgnoredKeys.MODEL);
    json.refuseOthers("only keys that are known to this library");
    return config;
  }

  private static Architecture architecture(JsonObject json) {
    List<String> names = json.texts("architectures");
    if (names.size() == 1) {
      var known = Architecture.named(names.get(0));
      if (known.isPresent()) {
        return known.get();
      }
    }
    throw json.fault(
        "architectures", "one of " + Architecture.classNames(), json.shown("architectures"));
  }

  private void refuseOtherFamilies() {
    String family = architecture.isMistral() ? "mistral" : "llama";
    requireText("model_type", family, family);
    requireText("hidden_act", "silu", "swish");
    refuse("quantization_config", "unquantized weights");
    refuse("auto_map", "no Python code of the checkpoint's own");
    refuse("is_encoder_decoder", "a decoder");
    refuse("add_cross_attention", "no cross-attention");
    refuse("pruned_heads", "no pruned heads");
    refuse("rope_interleaved", "half-split rotary positions");
    if (json.count("pretraining_tp", 1) != 1) {
      throw json.fault("pretraining_tp", "1", json.shown("pretraining_tp"));
    }
  }

  private void requireText(String key, String value, String synonym) {
    String found = json.text(key, value);
    if (!found.equals(value) && !found.equals(synonym)) {
      throw json.fault(key, value, found);
    }
  }

  private void refuse(String key, String expected) {
    if (!json.isUnset(key)) {
      throw json.fault(key, expected, json.shown(key));
    }
  }

  private Dimensions dimensions() {
    int hidden = json.count("hidden_size");
    int heads = json.count("num_attention_heads");
    return new Dimensions(
        json.count("vocab_size"),
        hidden,
        json.count("num_hidden_layers"),
        heads,
        keyValueHeads(heads),
        headDim(hidden, heads),
        json.count("intermediate_size"),
        json.count(
            "max_position_embeddings",
            architecture.isMistral() ? MISTRAL_POSITIONS : LLAMA_POSITIONS));
  }

  private int keyValueHeads(int heads) {
    boolean mistralDefault = architecture.isMistral() && !json.mentions("num_key_value_heads");
    int keyValueHeads =
        json.count("num_key_value_heads", mistralDefault ? MISTRAL_KEY_VALUE_HEADS : heads);
    if (heads % keyValueHeads != 0) {
      throw json.fault(
          "num_attention_heads", "a multiple of " + keyValueHeads + " key/value heads", "" + heads);
    }
    return keyValueHeads;
  }

  private int headDim(int hidden, int heads) {
    if (!json.has("head_dim") && hidden % heads != 0) {
      throw json.fault("hidden_size", "a multiple of " + heads + " heads", "" + hidden);
    }
    int headDim = json.count("head_dim", hidden / heads);
    if (headDim % 2 != 0) {
      throw json.fault("head_dim", "an even width", "" + headDim);
    }
    return headDim;
  }

  private AttentionSpan span() {
    if (!architecture.isMistral()) {
      refuse("sliding_window", "no sliding window in a LLaMA");
      return new AttentionSpan.Full();
    }
    if (json.mentions("sliding_window") && !json.has("sliding_window")) {
      return new AttentionSpan.Full();
    }
    return new AttentionSpan.SlidingWindow(json.count("sliding_window", MISTRAL_WINDOW));
  }

  private Set<Trait> traits() {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (json.flag("tie_word_embeddings", false)) {
      traits.add(Trait.TIED_EMBEDDINGS);
    }
    if (json.flag("attention_bias", false)) {
      traits.add(Trait.ATTENTION_BIAS);
    }
    if (json.flag("mlp_bias", false)) {
      traits.add(Trait.MLP_BIAS);
    }
    if (architecture.isMistral()) {
      refuse("attention_bias", "no biases in a Mistral");
      refuse("mlp_bias", "no biases in a Mistral");
    }
    return traits;
  }

  private SpecialTokens specialTokens() {
    return new SpecialTokens(
        ids("bos_token_id", List.of(DEFAULT_BEGIN)),
        ids("eos_token_id", List.of(DEFAULT_END)),
        ids("pad_token_id", List.of()));
  }

  /** Some published files write -1 for "none". */
  private List<Integer> ids(String key, List<Integer> fallback) {
    List<Integer> ids =
        json.mentions(key)
            ? json.integers(key, -1).stream().filter(id -> id >= 0).toList()
            : fallback;
    if (ids.size() > 1 && !key.equals("eos_token_id")) {
      throw json.fault(key, "one id", ids.toString());
    }
    return ids;
  }

  private void requireOneLabel() {
    int stated = json.count("num_labels", -1);
    int named = json.object("id2label").map(labels -> labels.keys().size()).orElse(-1);
    if (architecture.head() != Head.SCORE) {
      return;
    }
    if (stated >= 0 && named >= 0 && stated != named) {
      throw json.fault("num_labels", "as many as id2label names, " + named, "" + stated);
    }
    int labels = stated >= 0 ? stated : named >= 0 ? named : DEFAULT_LABELS;
    if (labels != 1) {
      String found = stated < 0 && named < 0 ? "no key, which means 2" : labels + " labels";
      throw json.fault(stated >= 0 ? "num_labels" : "id2label", "one label, a score", found);
    }
  }
}

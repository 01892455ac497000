package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes small checkpoint folders: V = 6, C = 4, L = 2, H = 2, K = 1, D = 2, F = 6. Weights are
 * small multiples of 1/8, which every type holds exactly.
 */
final class TinyModel {

  private final Map<String, String> config = new LinkedHashMap<>();
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
  private final Map<String, ElementType> types = new LinkedHashMap<>();
  private ElementType type = ElementType.F32;

  private TinyModel() {}

  static TinyModel llama() {
    TinyModel model = new TinyModel();
    model
        .with("architectures", "[\"LlamaForCausalLM\"]")
        .with("model_type", "\"llama\"")
        .with("vocab_size", "6")
        .with("hidden_size", "4")
        .with("intermediate_size", "6")
        .with("num_hidden_layers", "2")
        .with("num_attention_heads", "2")
        .with("num_key_value_heads", "1")
        .with("max_position_embeddings", "16");
    model.tensor("model.embed_tokens.weight", 6, 4);
    for (int layer = 0; layer < 2; layer++) {
      model.layer("model.layers." + layer + ".");
    }
    return model.tensor("model.norm.weight", 4).tensor("lm_head.weight", 6, 4);
  }

  static TinyModel score() {
    return llama()
        .with("architectures", "[\"LlamaForSequenceClassification\"]")
        .with("id2label", "{\"0\": \"LABEL_0\"}")
        .without("lm_head.weight")
        .tensor("score.weight", 1, 4);
  }

  static TinyModel mistral() {
    return llama()
        .with("architectures", "[\"MistralForCausalLM\"]")
        .with("model_type", "\"mistral\"");
  }

  private void layer(String prefix) {
    tensor(prefix + "input_layernorm.weight", 4);
    tensor(prefix + "self_attn.q_proj.weight", 4, 4);
    tensor(prefix + "self_attn.k_proj.weight", 2, 4);
    tensor(prefix + "self_attn.v_proj.weight", 2, 4);
    tensor(prefix + "self_attn.o_proj.weight", 4, 4);
    tensor(prefix + "post_attention_layernorm.weight", 4);
    tensor(prefix + "mlp.gate_proj.weight", 6, 4);
    tensor(prefix + "mlp.up_proj.weight", 6, 4);
    tensor(prefix + "mlp.down_proj.weight", 4, 6);
  }

  /** Sets a configuration key to a JSON text. */
  TinyModel with(String key, String json) {
    config.put(key, json);
    return this;
  }

  TinyModel withoutKey(String key) {
    config.remove(key);
    return this;
  }

  TinyModel tensor(String name, long... shape) {
    shapes.put(name, Arrays.stream(shape).boxed().toList());
    return this;
  }

  TinyModel without(String name) {
    shapes.remove(name);
    return this;
  }

  /** Stores all weights in a type. */
  TinyModel stored(ElementType newType) {
    type = newType;
    return this;
  }

  /** Stores one weight in another type than the rest. */
  TinyModel stored(String name, ElementType otherType) {
    types.put(name, otherType);
    return this;
  }

  String configJson() {
    return config.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
        .collect(Collectors.joining(",\n ", "{\n ", "\n}\n"));
  }

  ModelConfig config() {
    return ConfigReader.read(
        JsonObject.parse(Path.of("config.json"), configJson().getBytes(StandardCharsets.UTF_8)));
  }

  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  List<Long> sizes(String name) {
    return shapes.get(name);
  }

  long[] shape(String name) {
    return shapes.get(name).stream().mapToLong(Long::longValue).toArray();
  }

  /** The values that a tensor of this name is written with. */
  float[] values(String name) {
    long count = Arrays.stream(shape(name)).reduce(1, (a, b) -> a * b);
    float[] values = new float[(int) count];
    for (int i = 0; i < count; i++) {
      values[i] = ((name.hashCode() + i * 7) % 32) / 8f;
    }
    return values;
  }

  byte[] safetensors(List<String> names) {
    SafetensorsBytes bytes = new SafetensorsBytes();
    for (String name : names) {
      bytes.add(name, types.getOrDefault(name, type), shapes.get(name), values(name));
    }
    return bytes.build();
  }

  /** Writes the folder with one weight file. */
  Path write(Path folder) {
    text(folder.resolve("config.json"), configJson());
    bytes(folder.resolve("model.safetensors"), safetensors(names()));
    return folder;
  }

  /** Writes the folder with two shards; the first holds this many tensors. */
  Path writeShards(Path folder, int firstCount) {
    text(folder.resolve("config.json"), configJson());
    List<String> names = names();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), shard(i < firstCount ? 1 : 2));
    }
    text(folder.resolve("model.safetensors.index.json"), index(map));
    bytes(folder.resolve(shard(1)), safetensors(names.subList(0, firstCount)));
    bytes(folder.resolve(shard(2)), safetensors(names.subList(firstCount, names.size())));
    return folder;
  }

  static String shard(int number) {
    return "model-0000" + number + "-of-00002.safetensors";
  }

  static String index(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
        .collect(
            Collectors.joining(
                ", ", "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {", "}}"));
  }

  static void text(Path file, String text) {
    bytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

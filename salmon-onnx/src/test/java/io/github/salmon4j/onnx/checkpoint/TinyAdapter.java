package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes PEFT adapter folders for {@link TinyModel}, by default rank 2 on q and down. */
final class TinyAdapter {

  static final String LAYER = "base_model.model.model.layers.";

  private final Map<String, String> config = new LinkedHashMap<>();
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  private TinyAdapter() {}

  static TinyAdapter lora() {
    TinyAdapter adapter =
        new TinyAdapter()
            .with("peft_type", "\"LORA\"")
            .with("task_type", "\"CAUSAL_LM\"")
            .with("r", "2")
            .with("lora_alpha", "6")
            .with("target_modules", "[\"q_proj\", \"down_proj\"]");
    for (int layer = 0; layer < 2; layer++) {
      adapter
          .factors(layer + ".self_attn.q_proj", 2, 4, 4)
          .factors(layer + ".mlp.down_proj", 2, 6, 4);
    }
    return adapter;
  }

  /** Sets a configuration key to a JSON text. */
  TinyAdapter with(String key, String json) {
    config.put(key, json);
    return this;
  }

  /** Puts A [rank, inputs] and B [outputs, rank] at a module such as {@code 0.mlp.up_proj}. */
  TinyAdapter factors(String module, long rank, long inputs, long outputs) {
    return tensor(LAYER + module + ".lora_A.weight", rank, inputs)
        .tensor(LAYER + module + ".lora_B.weight", outputs, rank);
  }

  TinyAdapter tensor(String name, long... shape) {
    shapes.put(name, Arrays.stream(shape).boxed().toList());
    return this;
  }

  TinyAdapter without(String name) {
    shapes.remove(name);
    return this;
  }

  TinyAdapter rename(String from, String to) {
    shapes.put(to, shapes.remove(from));
    return this;
  }

  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  String configJson() {
    return config.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  Path write(Path folder) {
    TinyModel.text(folder.resolve("adapter_config.json"), configJson());
    SafetensorsBytes bytes = new SafetensorsBytes();
    shapes.forEach((name, shape) -> bytes.add(name, ElementType.F32, shape, values(name, shape)));
    bytes.write(folder.resolve("adapter_model.safetensors"));
    return folder;
  }

  static float[] values(String name, List<Long> shape) {
    float[] values =
        new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = name.hashCode() % 100 + i;
    }
    return values;
  }
}

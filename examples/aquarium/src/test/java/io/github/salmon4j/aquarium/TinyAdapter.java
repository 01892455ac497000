package io.github.salmon4j.aquarium;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A PEFT folder of rank 1 over the queries of the first layer of the embedded model. */
final class TinyAdapter {

  private static final int WIDTH = 128;

  private TinyAdapter() {}

  /** Writes it; all factors have the same value. */
  static void write(Path folder, float value) throws IOException {
    Files.writeString(
        folder.resolve("adapter_config.json"),
        """
        {"peft_type": "LORA", "task_type": "SEQ_CLS", "r": 1, "lora_alpha": 1,
         "target_modules": ["q_proj"], "layers_to_transform": [0]}
        """);
    float[] values = new float[WIDTH];
    Arrays.fill(values, value);
    SafetensorsWriter writer = new SafetensorsWriter();
    String path = "base_model.model.model.layers.0.self_attn.q_proj.";
    writer.add(path + "lora_A.weight", values, 1, WIDTH);
    writer.add(path + "lora_B.weight", values, WIDTH, 1);
    writer.write(folder.resolve("adapter_model.safetensors"));
  }
}

package io.github.salmon4j.aquarium;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The base of the embedded model with a scalar head of equal numbers: a checkpoint of one folder.
 */
final class HeadedCheckpoint {

  private static final int WIDTH = 128;

  private HeadedCheckpoint() {}

  /** Writes config.json, tokenizer.json and model.safetensors. */
  static void write(Path folder) throws IOException {
    try (EmbeddedModel model = EmbeddedModel.unpacked()) {
      Path base = model.base();
      String config = Files.readString(base.resolve("config.json"));
      Files.writeString(
          folder.resolve("config.json"),
          config.replace(
              "\"LlamaForCausalLM\"],",
              "\"LlamaForSequenceClassification\"],\n  \"id2label\": {\"0\": \"reward\"},"));
      Files.copy(base.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
      SafetensorsWriter writer = new SafetensorsWriter();
      copy(Files.readAllBytes(base.resolve("model.safetensors")), writer);
      float[] head = new float[WIDTH];
      Arrays.fill(head, 0.1f);
      writer.add("score.weight", head, 1, WIDTH);
      writer.write(folder.resolve("model.safetensors"));
    }
  }

  private static void copy(byte[] file, SafetensorsWriter writer) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(bytes.getLong());
    JsonNode tensors =
        JsonMapper.shared().readTree(new String(file, Long.BYTES, header, StandardCharsets.UTF_8));
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      if (tensor.getKey().equals("__metadata__")) {
        continue;
      }
      JsonNode shape = tensor.getValue().get("shape");
      int[] sizes = new int[shape.size()];
      Arrays.setAll(sizes, i -> shape.get(i).asInt());
      float[] values = new float[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
      int begin = tensor.getValue().get("data_offsets").get(0).asInt();
      FloatBuffer data =
          bytes
              .position(Long.BYTES + header + begin)
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      data.get(values);
      writer.add(tensor.getKey(), values, sizes);
    }
  }
}

package io.github.salmon4j.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A golden checkpoint copied to be damaged. */
public record CheckpointCopy(Path folder) {

  public static CheckpointCopy of(String name, Path folder) throws IOException {
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(Golden.folder(name).resolve(file), folder.resolve(file));
    }
    return new CheckpointCopy(folder);
  }

  /** Overwrites the first element of a float32 tensor. */
  public void setFirst(String tensor, float value) throws IOException {
    Path file = folder.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    String json = new String(bytes.array(), Long.BYTES, header, StandardCharsets.UTF_8);
    JsonNode place = JsonMapper.shared().readTree(json).get(tensor).get("data_offsets").get(0);
    bytes.putFloat(Long.BYTES + header + place.asInt(), value);
    Files.write(file, bytes.array());
  }

  void replace(String file, String text, String by) throws IOException {
    String content = Files.readString(folder.resolve(file));
    if (!content.contains(text)) {
      throw new IllegalArgumentException(file + ": expected " + text + ", found none");
    }
    Files.writeString(folder.resolve(file), content.replace(text, by));
  }
}

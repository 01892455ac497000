package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {

  private static final String EMBEDDING = "model.embed_tokens.weight";

  @TempDir Path folder;

  private final TinyModel model = TinyModel.llama();
  private Path index;

  @BeforeEach
  void writeTwoShards() {
    index = model.writeShards(folder, 4).resolve("model.safetensors.index.json");
  }

  private void refused(String where, String found) {
    assertFault(where, found, () -> Checkpoint.open(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.safetensors",
        "/etc/model.safetensors",
        "sub/model.safetensors",
        "..\\\\model.safetensors",
        "C:model.safetensors",
        "a\\u0000.safetensors",
        "..",
        "",
        "model.bin"
      })
  void shardName_thatCouldLeadElsewhere_isFault(String name) throws Exception {
    // A file that really is there must be refused too.
    Files.createDirectories(folder.resolve("sub"));
    Files.write(folder.resolve("sub/model.safetensors"), model.safetensors(model.names()));
    TinyModel.text(index, "{\"weight_map\": {\"" + EMBEDDING + "\": \"" + name + "\"}}");
    refused("weight_map." + EMBEDDING, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"weight_map\": {}}",
        "{\"weight_map\": []}",
        "{\"weight_map\": {\"a\": 1}}",
        "{\"weight_map\": {\"a\": null}}",
        "{\"weight_map\": {\"a\": \"m.safetensors\", \"a\": \"m.safetensors\"}}",
        "{\"weight_map\": {\"a\": \"m.safetensors\"}, \"metadata\": 1}",
        "{\"weight_map\": {\"a\": \"m.safetensors\"}, \"other\": 1}",
        "{\"weight_map\": {\"a\": \"m.safetensors\"}} 1"
      })
  void malformedIndex_isFault(String json) {
    TinyModel.text(index, json);
    refused("", "");
  }

  @Test
  void missingShard_isFault() throws Exception {
    Files.delete(folder.resolve(TinyModel.shard(2)));
    refused("file", "nothing");
  }

  @Test
  void tensorThatItsShardLacks_isFault() {
    Map<String, String> map = new LinkedHashMap<>();
    model.names().forEach(name -> map.put(name, TinyModel.shard(1)));
    map.put(model.names().get(5), TinyModel.shard(2));
    TinyModel.text(index, TinyModel.index(map));
    refused("weight_map." + model.names().get(4), "none there");
  }

  @Test
  void tensorInTwoShards_isFault() {
    List<String> names = model.names();
    TinyModel.bytes(
        folder.resolve(TinyModel.shard(2)), model.safetensors(names.subList(3, names.size())));
    refused(names.get(3), "again in");
  }

  @Test
  void tensorThatTheIndexForgot_isStillRead() {
    Map<String, String> map = new LinkedHashMap<>();
    model.names().forEach(name -> map.put(name, TinyModel.shard(1)));
    map.keySet().retainAll(model.names().subList(0, 3));
    map.put(model.names().get(5), TinyModel.shard(2));
    TinyModel.text(index, TinyModel.index(map));
    TensorEntry norm = Checkpoint.open(folder).tensor("model.norm.weight", 4);
    assertArrayEquals(model.values("model.norm.weight"), CheckpointTest.array(norm));
  }
}

package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The {@code model.safetensors.index.json} of a checkpoint in several files. */
final class ShardIndex {

  private final Path file;
  private final Map<String, String> shardByTensor;

  private ShardIndex(Path file, Map<String, String> shardByTensor) {
    this.file = file;
    this.shardByTensor = shardByTensor;
  }

  static ShardIndex read(Path file) {
    return of(file, JsonObject.read(file));
  }

  static ShardIndex of(Path file, JsonObject json) {
    json.object("metadata");
    JsonObject map =
        json.object("weight_map")
            .orElseThrow(() -> json.fault("weight_map", "an object", "nothing"));
    json.refuseOthers("metadata and weight_map only");
    Map<String, String> shards = new LinkedHashMap<>();
    for (String tensor : map.keys()) {
      shards.put(tensor, shardName(map, tensor));
    }
    if (shards.isEmpty()) {
      throw json.fault("weight_map", "at least one tensor", "none");
    }
    return new ShardIndex(file, shards);
  }

  /** {@return the shards' file names, in alphabetical order} */
  List<String> shardNames() {
    return List.copyOf(new TreeSet<>(shardByTensor.values()));
  }

  /** Checks that every tensor of the index is in the shard that the index names. */
  void check(String shard, Collection<String> tensors) {
    shardByTensor.forEach(
        (tensor, named) -> {
          if (named.equals(shard) && !tensors.contains(tensor)) {
            throw new ModelFormatException(
                file, "weight_map." + tensor, "a tensor of " + shard, "none there");
          }
        });
  }

  /** A shard lies beside its index: a name that could lead elsewhere is not one. */
  private static String shardName(JsonObject map, String tensor) {
    String name = map.text(tensor);
    boolean plain =
        name.endsWith(".safetensors")
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
    if (!plain) {
      throw map.fault(tensor, "the plain name of a .safetensors file", name);
    }
    return name;
  }
}

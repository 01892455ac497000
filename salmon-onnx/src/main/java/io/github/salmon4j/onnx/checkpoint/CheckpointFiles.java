package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weight files of a checkpoint folder, opened and merged into one list of tensors. */
final class CheckpointFiles {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final List<SafetensorsFile> files;
  private final Map<String, StoredTensor> tensors;

  private CheckpointFiles(List<SafetensorsFile> files, Map<String, StoredTensor> tensors) {
    this.files = List.copyOf(files);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /** {@return the single file of a folder or else, as transformers chooses, its shards} */
  static CheckpointFiles open(Path folder) {
    if (Files.exists(folder.resolve(SINGLE))) {
      return of(List.of(SafetensorsFile.open(folder.resolve(SINGLE))));
    }
    if (Files.exists(folder.resolve(INDEX))) {
      return openShards(folder);
    }
    throw new ModelFormatException(
        folder,
        "weights",
        SINGLE + " or " + INDEX,
        pickledWeights(folder)
            .map(name -> name + ", a PyTorch pickle: convert it to safetensors first")
            .orElse("neither"));
  }

  static CheckpointFiles of(List<SafetensorsFile> files) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (SafetensorsFile file : files) {
      file.tensors()
          .forEach(
              (name, tensor) -> {
                StoredTensor other = tensors.putIfAbsent(name, tensor);
                if (other != null) {
                  throw new ModelFormatException(
                      file.file(), name, "a tensor of one shard", "it again in " + other.file());
                }
              });
    }
    return new CheckpointFiles(files, tensors);
  }

  List<SafetensorsFile> files() {
    return files;
  }

  /** {@return the tensors of all files by name} */
  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** {@return the deepest folder under which all files lie} */
  Path commonFolder() {
    Path common = files.get(0).file().getParent();
    for (SafetensorsFile file : files) {
      while (common != null && !file.file().startsWith(common)) {
        common = common.getParent();
      }
    }
    if (common == null) {
      throw new ModelFormatException(
          files.get(0).file(), "folder", "all shards on one file system root", "several roots");
    }
    return common;
  }

  private static CheckpointFiles openShards(Path folder) {
    ShardIndex index = ShardIndex.read(folder.resolve(INDEX));
    List<SafetensorsFile> shards = new ArrayList<>();
    for (String name : index.shardNames()) {
      SafetensorsFile shard = SafetensorsFile.open(folder.resolve(name));
      Collection<String> tensors = shard.tensors().keySet();
      index.check(name, tensors);
      shards.add(shard);
    }
    return of(shards);
  }

  private static Optional<String> pickledWeights(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{bin,pt,pth}")) {
      for (Path file : found) {
        return Optional.of(file.getFileName().toString());
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + folder, e);
    }
  }
}

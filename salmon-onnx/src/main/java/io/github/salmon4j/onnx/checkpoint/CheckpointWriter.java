package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a Hugging Face checkpoint folder with other weights in the form of one that is there: its
 * {@code config.json} and, if it has them, its tokenizer and generation files are copied.
 */
public final class CheckpointWriter {

  private static final List<String> COPIED =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "generation_config.json");

  private CheckpointWriter() {}

  /**
   * Writes the folder. It appears at once, when all its bytes are on the disk.
   *
   * @param form the checkpoint whose form it has
   * @param weights all of its tensors
   * @param folder a path at which nothing is yet, in a folder that exists
   * @throws java.io.UncheckedIOException if something is there already or cannot be written;
   *     nothing is left of what was begun
   */
  public static void write(Checkpoint form, SafetensorsWriter weights, Path folder) {
    Path from = form.folder();
    Publication.folder(
        folder,
        path -> {
          copy(from.resolve("config.json"), path.resolve("config.json"));
          for (String name : COPIED) {
            if (Files.exists(from.resolve(name))) {
              copy(from.resolve(name), path.resolve(name));
            }
          }
          weights.write(path.resolve("model.safetensors"));
        });
  }

  private static void copy(Path from, Path to) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    Publication.file(to, path -> Files.write(path, bytes));
  }
}

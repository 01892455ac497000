package io.github.salmon4j.aquarium;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The reward model that comes with the source, unpacked into a temporary folder: a base of about a
 * million weights and an adapter with a scalar head.
 *
 * <p>Nobody sees a half-unpacked folder: its name is given out only when all files are there.
 * Closing deletes it, and so does the end of the process.
 */
public final class EmbeddedModel implements AutoCloseable {

  private static final List<String> FILES =
      List.of(
          "base/config.json",
          "base/tokenizer.json",
          "base/model.safetensors",
          "reward/adapter_config.json",
          "reward/adapter_model.safetensors",
          "reward/salmon4j.json");

  private final Path folder;

  private EmbeddedModel(Path folder) {
    this.folder = folder;
  }

  /** {@return the model in a new folder among the system's temporary files} */
  public static EmbeddedModel unpacked() {
    try {
      Path folder = Files.createTempDirectory("salmon4j-aquarium-");
      EmbeddedModel model = new EmbeddedModel(folder);
      try {
        model.unpack();
      } catch (IOException e) {
        model.close();
        throw e;
      }
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("embedded model: " + e.getMessage(), e);
    }
  }

  /** {@return the checkpoint folder of the language model} */
  public Path base() {
    return folder.resolve("base");
  }

  /** {@return the PEFT folder over it, with the scalar head} */
  public Path adapter() {
    return folder.resolve("reward");
  }

  /** Deletes the folder; what the system still holds, as Windows may, goes with the process. */
  @Override
  public void close() {
    for (String file : FILES) {
      delete(folder.resolve(file));
    }
    delete(base());
    delete(adapter());
    delete(folder);
  }

  /** What is to be deleted at the exit is deleted in reverse order, so folders come first. */
  private void unpack() throws IOException {
    folder.toFile().deleteOnExit();
    Files.createDirectory(base()).toFile().deleteOnExit();
    Files.createDirectory(adapter()).toFile().deleteOnExit();
    for (String file : FILES) {
      Path target = folder.resolve(file);
      target.toFile().deleteOnExit();
      try (InputStream bytes = EmbeddedModel.class.getResourceAsStream("model/" + file)) {
        if (bytes == null) {
          throw new FileNotFoundException("model/" + file + ": expected a resource, found none");
        }
        Files.copy(bytes, target);
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}

package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small checkpoints for tests. */
final class Checkpoints {

  static final String HASH = "0123abcd";

  private Checkpoints() {}

  static CheckpointDescription of(long step, Map<String, Double> metrics) {
    return new CheckpointDescription(
        step, "salmon4j 0.1.0", "{\"rate\": \"é \\ \n\"}", HASH, metrics);
  }

  static CheckpointDescription of(long step) {
    return of(step, Map.of("loss", 1.0 / step, "kl", Double.NaN, "up", Double.POSITIVE_INFINITY));
  }

  static Part text(String name, String text) {
    return Part.file(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A file, an empty file, and a folder of one file and one more folder. */
  static List<Part> parts(long step) {
    return List.of(
        text("optimizer.bin", "moments of " + step),
        text("empty", ""),
        Part.folder(
            "adapter",
            folder -> {
              Files.createDirectories(folder.resolve("deeper"));
              Files.writeString(folder.resolve("config.json"), "{}");
              Files.writeString(folder.resolve("deeper/weights"), "weights of " + step);
            }));
  }

  /** The names in a folder, those of hidden files included, without the lock. */
  static List<String> names(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

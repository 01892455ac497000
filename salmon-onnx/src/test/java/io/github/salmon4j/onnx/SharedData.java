package io.github.salmon4j.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real checkpoints and tokenizers made by others, which cannot lie in this repository: the folder
 * that the system property {@code salmon4j.shared.data} names. Without it, tests that need it are
 * skipped by name.
 */
final class SharedData {

  private SharedData() {}

  static Path folder(String name) {
    Path folder = Path.of(System.getProperty("salmon4j.shared.data", "none"), name);
    Assumptions.assumeTrue(Files.isDirectory(folder), () -> "no shared data: " + folder);
    return folder;
  }

  static String text(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the little-endian data of a NumPy file, behind its header} */
  static ByteBuffer npy(Path file) {
    ByteBuffer all = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Short.toUnsignedInt(all.getShort(8));
    return all.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}

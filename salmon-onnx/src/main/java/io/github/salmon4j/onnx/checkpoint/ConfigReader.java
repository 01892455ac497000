package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;

/** stub */
final class ConfigReader {
  private ConfigReader() {}

  static ModelConfig read(Path file) {
    throw new UnsupportedOperationException();
  }
}

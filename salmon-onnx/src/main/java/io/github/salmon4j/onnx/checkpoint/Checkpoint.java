package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A Hugging Face checkpoint folder. Immutable.
 */
public final class Checkpoint {

  private Checkpoint() {}

  /** {@return x} */
  public static Checkpoint open(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public static Path defaultCacheFolder() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Path folder() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public ModelConfig config() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Optional<Path> tokenizerFile() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Set<String> tensorNames() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public TensorEntry tensor(String name, long... expectedShape) {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Path commonFolder() {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public String locationOf(TensorEntry tensor) {
    throw new UnsupportedOperationException();
  }

  /** {@return x} */
  public Checkpoint asFloat32() {
    return asFloat32(defaultCacheFolder());
  }

  /** {@return x} */
  public Checkpoint asFloat32(Path cacheFolder) {
    throw new UnsupportedOperationException();
  }
}

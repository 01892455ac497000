package io.github.salmon4j.onnx.checkpoint;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model file that does not say what it has to say, or that asks for something this library does
 * not do. The message reads {@code <path>: <where>: expected <expected>, found <found>}.
 */
public final class ModelFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Kept as text because a {@code Path} cannot be serialized and an exception must be. */
  private final String path;

  /** The place in the file: a JSON key, a tensor name or a byte offset. */
  private final String where;

  /** What would have been right. */
  private final String expected;

  /** What is there. */
  private final String found;

  /**
   * Describes one fault.
   *
   * @param path the file or folder at fault
   * @param where the place in it: a JSON key, a tensor name or a byte offset
   * @param expected what would have been right
   * @param found what is there
   */
  public ModelFormatException(Path path, String where, String expected, String found) {
    super(path + ": " + where + ": expected " + expected + ", found " + found);
    this.path = path.toString();
    this.where = Objects.requireNonNull(where, "where");
    this.expected = Objects.requireNonNull(expected, "expected");
    this.found = Objects.requireNonNull(found, "found");
  }

  /** {@return the file or folder at fault} */
  public Path path() {
    return Path.of(path);
  }

  /** {@return the place in the file: a JSON key, a tensor name or a byte offset} */
  public String where() {
    return where;
  }

  /** {@return what would have been right} */
  public String expected() {
    return expected;
  }

  /** {@return what is there instead} */
  public String found() {
    return found;
  }
}

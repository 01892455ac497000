package io.github.salmon4j.core.checkpoint;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A checkpoint that is not what its manifest says, or no checkpoint at all. The message reads
 * {@code <folder>: <file>: expected <expected>, found <found>}.
 */
public final class CheckpointFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Kept as text because a {@code Path} cannot be serialized and an exception must be. */
  private final String folder;

  /** The file at fault, relative to the folder, perhaps with a key behind it. */
  private final String file;

  /** What would have been right. */
  private final String expected;

  /** What is there. */
  private final String found;

  /**
   * Describes one fault.
   *
   * @param folder the checkpoint at fault
   * @param file the file in it, relative to the folder, perhaps with a key behind it
   * @param expected what would have been right
   * @param found what is there
   */
  public CheckpointFormatException(Path folder, String file, String expected, String found) {
    super(folder + ": " + file + ": expected " + expected + ", found " + found);
    this.folder = folder.toString();
    this.file = Objects.requireNonNull(file, "file");
    this.expected = Objects.requireNonNull(expected, "expected");
    this.found = Objects.requireNonNull(found, "found");
  }

  /** {@return the checkpoint at fault} */
  public Path folder() {
    return Path.of(folder);
  }

  /** {@return the file at fault, relative to the folder, perhaps with a key behind it} */
  public String file() {
    return file;
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

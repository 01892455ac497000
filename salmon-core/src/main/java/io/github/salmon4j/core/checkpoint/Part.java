package io.github.salmon4j.core.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A piece of a run's state: the name of a file or folder within a checkpoint, and how to write it.
 *
 * <p>Anything is a part that can write itself: an adapter folder, {@code optimizer::save}, the
 * loop's counters, a controller's coefficient, running statistics.
 */
public final class Part {

  /** Without capitals, so that names that differ do so on every file system. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9_-]+)*");

  /** Names that Windows gives to devices, whatever their extension. */
  private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  private final String name;
  private final FolderContent content;

  private Part(String name, FolderContent content) {
    this.name = Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()
        || DEVICE.matcher(name).matches()
        || name.equals(Manifest.FILE)) {
      throw new IllegalArgumentException(
          "part: expected a name of a-z, 0-9, '_', '-' and single dots, found " + name);
    }
    this.content = content;
  }

  /**
   * {@return a part that is one file}
   *
   * @param name the file's name: {@code a-z}, {@code 0-9}, {@code _}, {@code -} and single dots
   *     between them; not {@code manifest.json}
   * @param content writes it
   * @throws IllegalArgumentException if the name is another
   */
  public static Part file(String name, FileContent content) {
    Objects.requireNonNull(content, "content");
    return new Part(
        name,
        path -> {
          try (OutputStream out =
              new BufferedOutputStream(
                  Files.newOutputStream(path, StandardOpenOption.CREATE_NEW))) {
            content.write(out);
          }
        });
  }

  /**
   * {@return a part that is a folder}
   *
   * @param name the folder's name, as for a file
   * @param content makes the folder and fills it
   * @throws IllegalArgumentException if the name is another
   */
  public static Part folder(String name, FolderContent content) {
    return new Part(name, Objects.requireNonNull(content, "content"));
  }

  /** {@return the name of the file or folder} */
  public String name() {
    return name;
  }

  /** Writes the part, which a writer may refuse to do in any way it likes. */
  void write(Path checkpoint) throws IOException {
    try {
      content.write(checkpoint.resolve(name));
    } catch (IOException | UncheckedIOException e) {
      throw new IOException("part " + name + ": " + e.getMessage(), e);
    }
  }

  static void requireUnique(List<Part> parts) {
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      if (!names.add(part.name)) {
        throw new IllegalArgumentException(
            "parts: expected unique names, found twice " + part.name);
      }
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface FileContent {

    /**
     * Writes all of it.
     *
     * @param out where to; buffered, and closed by the caller
     * @throws IOException if that fails; the checkpoint is given up
     */
    void write(OutputStream out) throws IOException;
  }

  /** Writes a folder. */
  @FunctionalInterface
  public interface FolderContent {

    /**
     * Makes the folder and writes all its files.
     *
     * @param folder a path at which nothing is yet
     * @throws IOException if that fails; the checkpoint is given up
     */
    void write(Path folder) throws IOException;
  }
}

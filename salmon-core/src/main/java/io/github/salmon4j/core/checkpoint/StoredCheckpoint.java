package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A checkpoint on disk, every byte of which was found to be as it was written when this was opened.
 * Nobody may change the folder afterwards; {@link CheckpointStore} never does, but removes it when
 * its turn has come.
 */
public final class StoredCheckpoint {

  private final Path folder;
  private final CheckpointDescription description;

  private StoredCheckpoint(Path folder, CheckpointDescription description) {
    this.folder = folder;
    this.description = description;
  }

  /**
   * {@return the checkpoint in a folder, after comparing all its files with their hashes}
   *
   * @param folder the folder that holds {@code manifest.json}, wherever it was copied or moved to
   * @throws CheckpointFormatException if it is no checkpoint, of another format version, or a file
   *     of it is missing, changed or one too many
   * @throws UncheckedIOException if a file cannot be read
   */
  public static StoredCheckpoint open(Path folder) {
    try {
      Manifest manifest = Manifest.read(folder);
      requireFiles(folder, manifest.files());
      return new StoredCheckpoint(folder, manifest.description());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": expected a readable checkpoint, found " + e, e);
    }
  }

  /** {@return the folder, as it was given} */
  public Path folder() {
    return folder;
  }

  /** {@return what the checkpoint says about itself} */
  public CheckpointDescription description() {
    return description;
  }

  /** {@return finished training steps} */
  public long step() {
    return description.step();
  }

  /**
   * {@return the file or folder of a part}
   *
   * @param part the part's name
   * @throws CheckpointFormatException if the checkpoint has no such part
   */
  public Path path(String part) {
    Path path = folder.resolve(Objects.requireNonNull(part, "part"));
    // Only what lies directly within: a name from elsewhere must not lead out of the folder.
    if (!folder.equals(path.getParent()) || !path.equals(path.normalize()) || !Files.exists(path)) {
      throw new CheckpointFormatException(folder, part, "a part of this name", "none");
    }
    return path;
  }

  /**
   * {@return the contents of a part that is a file, from its start; to be closed}
   *
   * @param part the part's name
   * @throws CheckpointFormatException if the checkpoint has no such part
   * @throws UncheckedIOException if the file cannot be opened
   */
  public InputStream read(String part) {
    try {
      return Files.newInputStream(path(part));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + part + ": " + e, e);
    }
  }

  /**
   * Refuses a checkpoint whose model reads other words.
   *
   * @param hash the hash of the template that the model would be given
   * @throws CheckpointFormatException if the checkpoint names another
   */
  public void requireTemplate(String hash) {
    Objects.requireNonNull(hash, "hash");
    String found = description.templateHash();
    if (!found.equals(hash)) {
      throw new CheckpointFormatException(
          folder, Manifest.FILE + ": template_hash", hash, found.isEmpty() ? "none" : found);
    }
  }

  /** The names first, then the sizes, then the hashes: what is cheap to see is said first. */
  private static void requireFiles(Path folder, Map<String, FileDigest> expected)
      throws IOException {
    Map<String, Path> found = FileDigest.filesBelow(folder);
    found.remove(Manifest.FILE);
    for (String name : found.keySet()) {
      if (!expected.containsKey(name)) {
        throw new CheckpointFormatException(folder, name, "no such file", "one too many");
      }
    }
    for (Map.Entry<String, FileDigest> entry : expected.entrySet()) {
      String name = entry.getKey();
      Path file = found.get(name);
      if (file == null) {
        throw new CheckpointFormatException(folder, name, "a file", "none");
      }
      require(folder, name, entry.getValue().size() + " bytes", Files.size(file) + " bytes");
    }
    for (Map.Entry<String, FileDigest> entry : expected.entrySet()) {
      FileDigest digest = FileDigest.of(folder.resolve(entry.getKey()));
      require(folder, entry.getKey(), entry.getValue().toString(), digest.toString());
    }
  }

  private static void require(Path folder, String file, String expected, String found) {
    if (!found.equals(expected)) {
      throw new CheckpointFormatException(folder, file, expected, found);
    }
  }

  @Override
  public String toString() {
    return "checkpoint of step " + step() + " in " + folder;
  }
}

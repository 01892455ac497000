package io.github.salmon4j.core.checkpoint;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a manifest knows of a file.
 *
 * @param size its length in bytes
 * @param sha256 its SHA-256, 64 hexadecimal digits in lower case
 */
record FileDigest(long size, String sha256) {

  static FileDigest of(Path file) throws IOException {
    return new FileDigest(
        Files.size(file), MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString());
  }

  /** {@return the files below a folder by name, with {@code /} between names of folders} */
  static Map<String, Path> filesBelow(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          files.put(name(folder, path), path);
        } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new CheckpointFormatException(
              folder, name(folder, path), "a plain file or folder", "a link or a device");
        }
      }
    }
    return files;
  }

  /**
   * Forces all files and folders below one to the disk, and it, too; returns the files' digests.
   */
  static Map<String, FileDigest> seal(Path folder) throws IOException {
    Map<String, FileDigest> digests = new TreeMap<>();
    for (Map.Entry<String, Path> file : filesBelow(folder).entrySet()) {
      Durability.forceFile(file.getValue());
      digests.put(file.getKey(), of(file.getValue()));
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isDirectory).skip(1)::iterator) {
        Durability.forceFolder(path);
      }
    }
    return digests;
  }

  private static String name(Path folder, Path path) {
    return folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  @Override
  public String toString() {
    return "SHA-256 " + sha256;
  }
}

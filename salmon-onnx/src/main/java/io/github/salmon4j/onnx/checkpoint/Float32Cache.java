package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A folder of copies of checkpoints in f32 or in few bits, each one safetensors file named for the
 * hash of what it was made from: real paths, sizes, times of change and headers.
 *
 * <p>A copy appears by renaming a finished temporary file, so several processes may make the same
 * copy at once: all end with a whole file, and the contents are the same whoever wins. The name
 * cannot vouch for the contents after a crash or a full disk, so a copy is used again only if its
 * header is the one that would be written and its length fits.
 */
final class Float32Cache {

  /** Part of the hash: to be raised when the layout of a copy changes. */
  private static final String VERSION = "salmon4j f32 cache 1";

  private static final String PREFIX = "expanding-";

  /** A file under work is written to all the time; one at rest for this long is nobody's. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;

  private Float32Cache(Path folder) {
    this.folder = folder;
  }

  /** {@return the cache in a folder, which is made if need be} */
  static Float32Cache in(Path folder) {
    try {
      return new Float32Cache(Files.createDirectories(folder).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cache folder " + folder, e);
    }
  }

  /** {@return the default folder, from a system property and the environment} */
  static Path defaultFolder(String property, Map<String, String> environment, Path home) {
    if (!property.isEmpty()) {
      return Path.of(property);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG specification: a relative path is invalid and is to be ignored.
    return !shared.isEmpty() && Path.of(shared).isAbsolute()
        ? Path.of(shared, "salmon4j")
        : home.resolve(".cache").resolve("salmon4j");
  }

  /**
   * {@return the f32 copy of all weights of these files, made now or before}
   *
   * @param files the files, each a source of the hash
   * @param weights the tensors to copy
   */
  SafetensorsFile copyOf(List<SafetensorsFile> files, List<TensorEntry> weights) {
    return copyOf(
        files,
        VERSION,
        SafetensorsLayout.header(weights),
        writer -> {
          for (TensorEntry weight : weights) {
            writer.write(weight);
          }
        });
  }

  /** Writes what stands behind a header. */
  @FunctionalInterface
  interface Content {
    void write(Float32Writer into) throws IOException;
  }

  /**
   * {@return a copy of these files, made now or before}
   *
   * @param files the files, each a source of the hash
   * @param version part of the hash: what is made of them, and in which layout
   * @param header of the copy
   * @param content what follows it
   */
  SafetensorsFile copyOf(
      List<SafetensorsFile> files, String version, byte[] header, Content content) {
    try {
      Path target = folder.resolve(hash(files, version) + ".safetensors");
      if (!isWhole(target, header)) {
        write(target, header, content);
      }
      return SafetensorsFile.open(target);
    } catch (IOException e) {
      throw new UncheckedIOException("weight cache in " + folder, e);
    }
  }

  private static String hash(List<SafetensorsFile> files, String version) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest.update(version.getBytes(StandardCharsets.UTF_8));
    for (SafetensorsFile file : files) {
      String identity =
          String.join(
              "\n",
              file.file().toString(),
              Long.toString(Files.size(file.file())),
              Files.getLastModifiedTime(file.file()).toInstant().toString());
      byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
      // Lengths first, so that no two lists of files give the same bytes.
      digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
      digest.update(bytes);
      digest.update(ByteBuffer.allocate(4).putInt(0, file.header().length));
      digest.update(file.header());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isWhole(Path target, byte[] header) {
    if (!Files.isRegularFile(target)) {
      return false;
    }
    try {
      return Arrays.equals(SafetensorsFile.open(target).header(), header);
    } catch (ModelFormatException e) {
      return false; // damaged: to be written again
    }
  }

  private void write(Path target, byte[] header, Content content) throws IOException {
    removeAbandoned();
    // Not Files.createTempFile: others who share the folder are to read the file too.
    Path temporary = folder.resolve(PREFIX + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel into =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        Float32Writer writer = new Float32Writer(into);
        writer.write(SafetensorsLayout.lengthOf(header));
        writer.write(ByteBuffer.wrap(header));
        content.write(writer);
        into.force(true);
      }
      publish(temporary, target, header);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes what processes left behind that ended before they could rename it. */
  private void removeAbandoned() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*.tmp")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process removed or renamed it first.
    }
  }

  private static void publish(Path temporary, Path target, byte[] header) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      // Windows refuses to replace a file that another process has mapped; that file is as good.
      if (!isWhole(target, header)) {
        throw e;
      }
    }
  }
}

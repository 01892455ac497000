package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files and folders that appear whole or not at all: they are written beside their place, forced to
 * the disk and renamed.
 */
final class Publication {

  private Publication() {}

  /** Writes something at a path. */
  @FunctionalInterface
  interface Content {
    void write(Path path) throws IOException;
  }

  /** Makes a file, or replaces it. */
  static void file(Path target, Content content) {
    publish(
        target,
        path -> {
          content.write(path);
          force(path, StandardOpenOption.WRITE);
        });
  }

  /** Makes a folder of files that are forced to the disk already; nothing may be in its place. */
  static void folder(Path target, Content content) {
    publish(
        target,
        path -> {
          if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
          }
          Files.createDirectory(path);
          content.write(path);
          forceFolder(path);
        });
  }

  private static void publish(Path target, Content content) {
    Path place = target.toAbsolutePath();
    Path beside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      try {
        content.write(beside);
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(beside);
      }
      forceFolder(beside.resolveSibling("."));
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": expected to be written, found " + e, e);
    }
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /** Forces a folder's list of files, where the platform lets a folder be opened. */
  private static void forceFolder(Path folder) throws IOException {
    try {
      force(folder, StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      // Windows opens no folders, and keeps its own journal of them.
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}

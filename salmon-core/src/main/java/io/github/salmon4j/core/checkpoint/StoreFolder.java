package io.github.salmon4j.core.checkpoint;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in a store's folder, and what is made and unmade by renaming. */
final class StoreFolder {

  private static final Pattern STEP = Pattern.compile("step-(\\d{6,18})");
  private static final String UNFINISHED = ".unfinished-";

  private final Path folder;

  StoreFolder(Path folder) {
    this.folder = folder;
  }

  /** {@return where the checkpoint of a step is} */
  Path path(long step) {
    return folder.resolve(name(step));
  }

  /** {@return a new name beside it, which {@link #removeUnfinished} recognizes} */
  Path unfinished(long step) {
    return folder.resolve(UNFINISHED + name(step) + "-" + UUID.randomUUID());
  }

  NavigableSet<Long> steps() throws IOException {
    NavigableSet<Long> steps = new TreeSet<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "step-*")) {
      for (Path path : paths) {
        Matcher matcher = STEP.matcher(path.getFileName().toString());
        if (matcher.matches()) {
          long step = Long.parseLong(matcher.group(1));
          if (path.equals(path(step))) { // not 0000012 beside 000012
            steps.add(step);
          }
        }
      }
    }
    return steps;
  }

  /** Removes a checkpoint: at once by name, then file by file. */
  void remove(long step) throws IOException {
    Path unfinished = unfinished(step);
    Files.move(path(step), unfinished, StandardCopyOption.ATOMIC_MOVE);
    force();
    delete(unfinished);
  }

  /** Removes what killed processes left behind; only for who has the lock. */
  void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (Path path : paths) {
        delete(path);
      }
    }
  }

  void force() throws IOException {
    Durability.forceFolder(folder);
  }

  /** Deletes a folder on the way out of a failure, which it must not hide. */
  static void deleteAfter(Throwable failure, Path path) {
    try {
      delete(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      // Insecure only where another user may replace folders within by links while this runs.
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static String name(long step) {
    return String.format(Locale.ROOT, "step-%06d", step);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}

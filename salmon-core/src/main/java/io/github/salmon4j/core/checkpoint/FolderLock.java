package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one process, by a lock on a file {@code .lock} in it. The operating system
 * ends the lock when the process ends, however that comes; the file stays.
 */
final class FolderLock implements AutoCloseable {

  /**
   * The folders that this process holds. On POSIX systems, closing any channel of a file ends all
   * of the process's locks on it; so none may be opened to find out.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * {@return the lock}
   *
   * @param folder a folder that exists
   * @throws IllegalStateException if this process or another has it
   */
  static FolderLock of(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(folder);
    }
    try {
      return new FolderLock(real, lockedChannel(folder));
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(folder);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IllegalStateException inUse(Path folder) {
    return new IllegalStateException(
        folder + ": expected a store that is not in use, found it open elsewhere");
  }

  void requireHeld() {
    if (!channel.isOpen()) {
      throw new IllegalStateException(folder + ": expected an open store, found it closed");
    }
  }

  @Override
  public void close() {
    if (channel.isOpen()) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(folder.toString(), e);
      } finally {
        HELD.remove(folder);
      }
    }
  }
}

package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a folder for one process, by a lock on a file {@code .lock} in it. The operating system
 * ends the lock when the process ends, however that comes; the file stays.
 */
final class FolderLock implements AutoCloseable {

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * {@return the lock}
   *
   * @throws IllegalStateException if another has it
   */
  static FolderLock of(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new FolderLock(folder, channel);
      }
    } catch (OverlappingFileLockException e) {
      // As below: only that the other is in this process.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IllegalStateException(
        folder + ": expected a store that is not in use, found it open elsewhere");
  }

  void requireHeld() {
    if (!channel.isOpen()) {
      throw new IllegalStateException(folder + ": expected an open store, found it closed");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }
}

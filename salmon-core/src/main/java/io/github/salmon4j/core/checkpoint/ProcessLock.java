package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps something for one process, by a lock on a file that is there for nothing else. The
 * operating system ends the lock when the process ends, however that comes; the file stays.
 *
 * <p>What is kept is not locked itself: on POSIX systems, closing any channel of a file ends all of
 * the process's locks on it, and others read while it grows.
 */
public final class ProcessLock implements AutoCloseable {

  /** The files that this process has locked: asking the system again would end the lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final String kind;
  private final FileChannel channel;

  private ProcessLock(Path file, String kind, FileChannel channel) {
    this.file = file;
    this.kind = kind;
    this.channel = channel;
  }

  /**
   * {@return the lock}
   *
   * @param file real path of the file to lock, whether it exists or not; its folder exists
   * @param kept what it keeps, for the message
   * @param kind what that is, for the message, such as {@code "store"}
   * @throws IllegalStateException if this process or another has it
   * @throws IOException if the file cannot be opened
   */
  public static ProcessLock of(Path file, Path kept, String kind) throws IOException {
    IllegalStateException inUse =
        new IllegalStateException(
            "%s: expected a %s that is not in use, found it open elsewhere".formatted(kept, kind));
    if (!HELD.add(file)) {
      throw inUse;
    }
    try {
      return new ProcessLock(file, kind, locked(file, inUse));
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static FileChannel locked(Path file, IllegalStateException inUse) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse;
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Checks that the lock was not closed. */
  void requireHeld() {
    if (!channel.isOpen()) {
      throw new IllegalStateException(
          "%s: expected an open %s, found it closed".formatted(file.getParent(), kind));
    }
  }

  /** Gives it back. Closing twice has no effect. */
  @Override
  public void close() {
    if (channel.isOpen()) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      } finally {
        HELD.remove(file);
      }
    }
  }
}

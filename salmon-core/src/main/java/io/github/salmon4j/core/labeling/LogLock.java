package io.github.salmon4j.core.labeling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a log for one process, by a lock on a file beside it, named like it with {@code .lock}
 * behind. The operating system ends the lock when the process ends, however that comes; the file
 * stays.
 *
 * <p>The log itself is not locked: on POSIX systems, closing any channel of a file ends all of the
 * process's locks on it, and logs are read by others while they grow.
 */
final class LogLock implements AutoCloseable {

  /** What this process holds: asking the system for it again would end the lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LogLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * {@return the lock}
   *
   * @param log the log's real path, whether it exists or not
   * @throws IllegalStateException if this process or another has it
   */
  static LogLock of(Path log) throws IOException {
    Path file = log.resolveSibling(log.getFileName() + ".lock");
    if (!HELD.add(file)) {
      throw inUse(log);
    }
    try {
      return new LogLock(file, lockedChannel(log, file));
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path log, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(log);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IllegalStateException inUse(Path log) {
    return new IllegalStateException(
        log + ": expected a log that is not in use, found it open elsewhere");
  }

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

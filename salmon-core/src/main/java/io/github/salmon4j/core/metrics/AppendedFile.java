package io.github.salmon4j.core.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * A file that grows by whole records of steps that do not go back. Each record is handed to the
 * operating system at once, so readers see it and a crash of this program does not lose it.
 */
final class AppendedFile implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private long lastStep;

  private AppendedFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static AppendedFile open(Path file, OpenOption... options) throws IOException {
    return new AppendedFile(file, FileChannel.open(file, options));
  }

  Path file() {
    return file;
  }

  /**
   * Cuts the file and appends from there.
   *
   * @param bytes what is kept
   * @param step no later step may be before this one
   */
  void cut(long bytes, long step) {
    try {
      channel.truncate(bytes);
      channel.position(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    lastStep = step;
  }

  /**
   * Appends one record.
   *
   * @throws IllegalArgumentException if the step is before the last one
   * @throws IllegalStateException if the file is closed
   */
  void append(long step, byte[] bytes) {
    if (!channel.isOpen()) {
      throw new IllegalStateException(file + ": expected an open file, found it closed");
    }
    if (step < lastStep) {
      throw new IllegalArgumentException(
          file + ": step: expected " + lastStep + " or more, found " + step);
    }
    try {
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    lastStep = step;
  }

  /** Forces what was written to the disk; closing twice does no harm. */
  @Override
  public void close() {
    if (channel.isOpen()) {
      try (channel) {
        channel.force(true);
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
  }
}

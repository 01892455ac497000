package io.github.salmon4j.core.steering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Every plan of a run in a file that only grows, one JSON object per line:
 *
 * <pre>{@code
 * {"version":1,"time":"2024-05-01T12:00:00Z","origin":"FILE",
 *  "principlesHash":"9f86...","interventionsHash":"6030...",
 *  "principlesChange":{"added":["Concise"],"removed":[],"changed":[],"reordered":[]},
 *  "interventionsChange":{...},"plan":{"format":"salmon4j-plan-1","reason":"...",...}}
 * }</pre>
 *
 * <p>{@code plan} is {@link io.github.salmon4j.core.principles.PlanJson}'s document: copied into
 * the watched file, it brings that plan back. A resumed run adds a line of origin {@code RESUMED};
 * lines behind the checkpoint it resumed from stay, for they say what was tried. Each line is on
 * the disk before its plan takes effect. For one process at a time.
 */
public final class PlanLog implements PlanListener, AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  /** Where the last whole line ends. */
  private long end;

  private PlanLog(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Opens a log, or begins one if the file does not exist. A last line without a line feed, which a
   * crash left unfinished, is cut off: its plan never took effect.
   *
   * @param file the log; its folder must exist
   * @return the log, to be closed
   * @throws UncheckedIOException if the file cannot be read and written
   */
  public static PlanLog open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        long end = finishedBytes(channel);
        channel.truncate(end);
        return new PlanLog(file, channel, end);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * Appends one line and forces it to the disk.
   *
   * @throws IllegalStateException if this is closed
   * @throws UncheckedIOException if the file cannot be written; then no part of the line stays,
   *     unless cutting it off fails too; the next line takes its place
   */
  @Override
  public synchronized void onPlan(PlanRecord entry) {
    byte[] line = (PlanRecordJson.line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    if (!channel.isOpen()) {
      throw new IllegalStateException(file + ": expected an open log, found it closed");
    }
    try {
      channel.truncate(end).position(end);
      for (ByteBuffer left = ByteBuffer.wrap(line); left.hasRemaining(); ) {
        channel.write(left);
      }
      channel.force(true);
      end = channel.position();
    } catch (IOException e) {
      cutOff(e);
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private void cutOff(IOException because) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /**
   * Closes the file; closing twice does no harm.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Steps back from the end to the last line feed. */
  private static long finishedBytes(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      channel.read(one.clear(), end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }
}

package io.github.salmon4j.core.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/**
 * Writes the numbers of a run as a file that TensorBoard shows: {@code tensorboard --logdir} on the
 * folder, or on its parent to compare runs.
 *
 * <p>A metric's name is its tag, in which a slash groups charts ({@code loss/policy}). The format
 * stores 32-bit floats: numbers are rounded, beyond their range to infinity; NaN and infinity are
 * written as such, and TensorBoard marks them. Wall times are those of the calls.
 *
 * <p>A record is in the operating system's hands when {@link #onMetrics} returns, and on the disk
 * when {@link #close()} does. To be used by one thread.
 */
public final class TensorBoardMetrics implements MetricsListener, AutoCloseable {

  private final AppendedFile file;
  private final Clock clock;

  private TensorBoardMetrics(AppendedFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * {@return a writer of a new file {@code events.out.tfevents.<seconds>.<host>.<process>.<number>}
   * in a folder}
   *
   * @param folder the run's; must exist
   * @throws UncheckedIOException if no file can be created there
   */
  public static TensorBoardMetrics create(Path folder) {
    return create(folder, Clock.systemUTC());
  }

  /**
   * {@return a writer of a further file in the folder of an earlier run, which first tells
   * TensorBoard to forget what the earlier files have of later steps}
   *
   * <p>The earlier files stay as they are.
   *
   * @param folder the run's; must exist
   * @param step last step to keep; no earlier one can be appended
   * @throws IllegalArgumentException if the step is negative or the largest long
   * @throws UncheckedIOException if no file can be created there
   */
  public static TensorBoardMetrics resume(Path folder, long step) {
    return resume(folder, step, Clock.systemUTC());
  }

  static TensorBoardMetrics create(Path folder, Clock clock) {
    TensorBoardMetrics metrics = new TensorBoardMetrics(newFile(folder, clock), clock);
    metrics.file.append(0, EventBytes.fileVersion(seconds(clock.instant())));
    return metrics;
  }

  static TensorBoardMetrics resume(Path folder, long step, Clock clock) {
    if (Metrics.requireStep(step) == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "metrics step: expected less than the largest long, found " + step);
    }
    TensorBoardMetrics metrics = create(folder, clock);
    byte[] start = EventBytes.sessionStart(seconds(clock.instant()), step + 1);
    metrics.file.append(step, start);
    return metrics;
  }

  /** {@return the file written} */
  public Path file() {
    return file.file();
  }

  /**
   * Appends one record with all numbers of the step.
   *
   * @throws IllegalArgumentException if the step is before the last one
   * @throws IllegalStateException if this is closed
   * @throws UncheckedIOException if the file cannot be written
   */
  @Override
  public void onMetrics(Metrics metrics) {
    file.append(metrics.step(), EventBytes.summary(seconds(clock.instant()), metrics));
  }

  /**
   * Forces the records to the disk and closes the file; closing twice does no harm.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public void close() {
    file.close();
  }

  /** The number tells apart the files of one second. */
  private static AppendedFile newFile(Path folder, Clock clock) {
    for (int number = 0; ; number++) {
      Path file = folder.resolve(name(clock.instant(), number));
      try {
        return AppendedFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException taken) {
        // the next number
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
  }

  /** Names sort by time: TensorBoard reads a folder's files in the order of their names. */
  private static String name(Instant time, int number) {
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.%s.%d.%d",
        time.getEpochSecond(),
        host(),
        ProcessHandle.current().pid(),
        number);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() * 1e-9;
  }
}

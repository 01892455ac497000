package io.github.salmon4j.core.metrics;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Appends the numbers of a run to a file, one JSON object per step: {@code
 * {"step":7,"loss":0.25,"kl":"NaN"}}.
 *
 * <p>Numbers are written with as many digits as give the same double again. JSON has no NaN and no
 * infinity; they are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, because
 * a null would hide which of them a run ended with. No time is written: the same run gives the same
 * bytes.
 *
 * <p>A line is in the operating system's hands when {@link #onMetrics} returns, and on the disk
 * when {@link #close()} does. To be used by one thread.
 */
public final class JsonLinesMetrics implements MetricsListener, AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final AppendedFile file;

  private JsonLinesMetrics(AppendedFile file) {
    this.file = file;
  }

  /**
   * {@return a writer of a new file}
   *
   * @param file must not exist; its folder must
   * @throws UncheckedIOException if the file exists or cannot be created
   */
  public static JsonLinesMetrics create(Path file) {
    try {
      return new JsonLinesMetrics(
          AppendedFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * {@return a writer that goes on behind a step of an earlier run}
   *
   * <p>The first line of a later step and everything behind it are cut off, and so is a last line
   * without a line feed, which a crash left unfinished. So a run resumed from its checkpoint of a
   * step gives the bytes of one that was never interrupted.
   *
   * @param file what {@link #create} made
   * @param step last step to keep; no earlier one can be appended
   * @throws IllegalArgumentException if the step is negative, or a line that would be kept is not
   *     an object with a step; then nothing is cut
   * @throws UncheckedIOException if the file cannot be read and written
   */
  public static JsonLinesMetrics resume(Path file, long step) {
    Metrics.requireStep(step);
    try {
      long kept = bytesUpTo(file, step);
      AppendedFile appended = AppendedFile.open(file, StandardOpenOption.WRITE);
      appended.cut(kept, step);
      return new JsonLinesMetrics(appended);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * Appends one line.
   *
   * @throws IllegalArgumentException if the step is before the last one
   * @throws IllegalStateException if this is closed
   * @throws UncheckedIOException if the file cannot be written
   */
  @Override
  public void onMetrics(Metrics metrics) {
    file.append(metrics.step(), format(metrics).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Forces the lines to the disk and closes the file; closing twice does no harm.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public void close() {
    file.close();
  }

  private static String format(Metrics metrics) {
    ObjectNode row = MAPPER.createObjectNode();
    row.put(Metrics.STEP, metrics.step());
    metrics
        .values()
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                row.put(name, value);
              } else {
                row.put(name, value.toString());
              }
            });
    return MAPPER.writeValueAsString(row) + "\n";
  }

  /** {@return how many bytes the finished lines take that come before the first later step} */
  private static long bytesUpTo(Path file, long step) throws IOException {
    long kept = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long number = 1;
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.write(next);
        if (next == '\n') {
          if (step(file + ":" + number, line.toByteArray()) > step) {
            break;
          }
          kept += line.size();
          number++;
          line.reset();
        }
      }
    }
    return kept;
  }

  private static long step(String where, byte[] line) {
    try {
      JsonNode step = MAPPER.readTree(line).path(Metrics.STEP);
      if (step.isIntegralNumber() && step.canConvertToLong()) {
        return step.longValue();
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          where + ": expected JSON, found " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException(where + ": step: expected an integer, found none");
  }
}

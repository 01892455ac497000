package io.github.salmon4j.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The values in a file of JSON lines, read one after another: what is held is one line, however
 * long the file.
 *
 * <p>A line is one JSON object in UTF-8; blank lines are passed over. The file may be compressed by
 * gzip, whatever its name, and may begin with a byte order mark. A line that cannot be read is
 * treated as {@link ReadSettings#badLines()} says; a file that cannot be read on, such as one whose
 * compressed data end early, always stops with an {@link UncheckedIOException} that names the file
 * and the line. After any exception the rest of the file is not read: asking on throws it again.
 *
 * <p>To be used by one thread, and closed; closing twice does no harm.
 *
 * @param <T> what a line gives
 */
public final class JsonLines<T> implements Iterator<T>, AutoCloseable {

  private final Path file;
  private final ReadSettings settings;
  private final RowReader<T> rows;
  private final LineReader lines;
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final List<BadLine> firstBad = new ArrayList<>();
  private long bad;
  private long kept;
  private @Nullable T next;
  private @Nullable RuntimeException failure;
  private boolean ended;

  private JsonLines(Path file, ReadSettings settings, RowReader<T> rows, LineReader lines) {
    this.file = file;
    this.settings = settings;
    this.rows = rows;
    this.lines = lines;
  }

  static <T> JsonLines<T> open(Path file, ReadSettings settings, RowReader<T> rows) {
    try {
      LineReader lines = LineReader.open(file, settings.maxLineBytes());
      return new JsonLines<>(file, settings, rows, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * {@return whether the file has another value}
   *
   * @throws IllegalArgumentException if the next line cannot be read and bad lines are not skipped
   * @throws UncheckedIOException if the file cannot be read on
   * @throws IllegalStateException if this was closed before the end of the file
   */
  @Override
  public boolean hasNext() {
    if (failure != null) {
      throw failure;
    }
    if (next == null && !ended) {
      try {
        advance();
      } catch (IllegalArgumentException | UncheckedIOException e) {
        failure = e;
        throw e;
      }
    }
    return next != null;
  }

  /**
   * {@return the next value}
   *
   * @throws NoSuchElementException if there is none
   * @throws IllegalArgumentException if the next line cannot be read and bad lines are not skipped
   * @throws UncheckedIOException if the file cannot be read on
   * @throws IllegalStateException if this was closed before the end of the file
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(file + ": expected another line, found the end");
    }
    T value = Objects.requireNonNull(next);
    next = null;
    return value;
  }

  /** {@return the values not yet read, in order; closing the stream closes this} */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  /**
   * {@return what became of the lines read so far; once there is no next value, of all lines}
   *
   * <p>Asking for the next value reads lines until one is kept, so a value that {@link #hasNext()}
   * promised counts as kept.
   */
  public ReadReport report() {
    return new ReadReport(kept, dropped, bad, firstBad);
  }

  /**
   * Closes the file.
   *
   * @throws UncheckedIOException if that fails
   */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    if (!ended && failure == null) {
      next = null;
      failure = new IllegalStateException(file + ": expected an open file, found it closed");
    }
  }

  private void advance() {
    while (next == null && advancesLine()) {
      try {
        String text = lines.text();
        if (!text.isBlank()) {
          accept(rows.read(JsonRow.parse(text)));
        }
      } catch (IllegalArgumentException e) {
        reject(e);
      }
    }
    ended = next == null;
  }

  private boolean advancesLine() {
    try {
      return lines.advance();
    } catch (IOException e) {
      long line = Math.max(1, lines.number());
      throw new UncheckedIOException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private void accept(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Kept<T> value) {
      next = value.value();
      kept++;
    } else if (outcome instanceof Outcome.Dropped<T> reason) {
      dropped.merge(reason.reason(), 1L, Long::sum);
    }
  }

  private void reject(IllegalArgumentException e) {
    String reason = Objects.requireNonNullElse(e.getMessage(), "line: expected other text");
    bad++;
    if (firstBad.size() < ReadReport.BAD_LINES_KEPT) {
      firstBad.add(new BadLine(lines.number(), reason));
    }
    if (settings.badLines() == BadLines.FAIL) {
      throw new IllegalArgumentException(file + ":" + lines.number() + ": " + reason, e);
    }
  }
}

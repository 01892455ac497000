package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Training examples in files: reads the shapes that people have and writes one that loses nothing.
 *
 * <pre>{@code
 * try (var data = PreferenceData.open(file, PreferenceFormat.texts(guideline))) {
 *   data.forEachRemaining(examples::add);
 *   System.out.println(data.report());
 * }
 * }</pre>
 */
public final class PreferenceData {

  private PreferenceData() {}

  /**
   * {@return the examples in a file, read as they are asked for; a bad line stops}
   *
   * @param file JSON lines, plain or compressed by gzip
   * @param format the shape of its lines
   * @throws java.io.UncheckedIOException if the file cannot be opened
   */
  public static JsonLines<Preference> open(Path file, PreferenceFormat format) {
    return open(file, format, ReadSettings.defaults());
  }

  /**
   * {@return the examples in a file, read as they are asked for}
   *
   * @param file JSON lines, plain or compressed by gzip
   * @param format the shape of its lines
   * @param settings what to do with bad lines, and how long a line may be
   * @throws java.io.UncheckedIOException if the file cannot be opened
   */
  public static JsonLines<Preference> open(
      Path file, PreferenceFormat format, ReadSettings settings) {
    Objects.requireNonNull(settings, "settings");
    return JsonLines.open(file, settings, format.rows());
  }

  /**
   * Writes examples as JSON lines in UTF-8, in the shape of {@link PreferenceFormat#examples()},
   * replacing what is there. A reader sees the old file or the new one, never a part; one example
   * is held at a time.
   *
   * @param examples at its start; taken to its end, not closed
   * @param file where to; its folder must exist; compressed by gzip if its name ends in {@code .gz}
   * @return how many examples were written
   * @throws IllegalArgumentException if a text has a lone surrogate, which UTF-8 cannot hold; then
   *     the file is as it was, as after any other exception
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static long write(Iterator<Preference> examples, Path file) {
    Objects.requireNonNull(examples, "examples");
    return AtomicLines.write(file, List.of(), examples, ExampleRows::format);
  }
}

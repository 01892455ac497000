package io.github.salmon4j.aquarium.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as a JSON file, so that a report can be made again without the run. */
public final class ResultsJson {

  private static final String FORMAT = "salmon4j-results-1";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private record Document(String format, Results results) {
    Document {
      if (!FORMAT.equals(format)) {
        throw new IllegalArgumentException("format: expected " + FORMAT + ", found " + format);
      }
      Objects.requireNonNull(results, "results");
    }
  }

  private ResultsJson() {}

  /**
   * Writes results, replacing what is there in one step.
   *
   * @param results what a run found
   * @param file where to; its folder must exist
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public static void write(Results results, Path file) {
    AtomicText.write(file, MAPPER.writeValueAsString(new Document(FORMAT, results)) + "\n");
  }

  /**
   * {@return the results that a file holds, equal to those that were written}
   *
   * @param file a file that {@link #write} wrote
   * @throws IllegalArgumentException if it is something else
   * @throws UncheckedIOException if it cannot be read
   */
  public static Results read(Path file) {
    try {
      return MAPPER.readValue(AtomicText.read(file), Document.class).results();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + ": expected results of a run, found " + e.getOriginalMessage(), e);
    }
  }
}

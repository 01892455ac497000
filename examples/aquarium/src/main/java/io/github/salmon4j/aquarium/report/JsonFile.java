package io.github.salmon4j.aquarium.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON files that say what they are.
 *
 * @param <T> what a file holds
 * @param format name and version of what it holds; a file of another is refused
 * @param type what it holds: a record
 */
public record JsonFile<T>(String format, Class<T> type) {

  private static final String FORMAT = "format";
  private static final String CONTENT = "content";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Checks that both are there. */
  public JsonFile {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(type, "type");
  }

  /**
   * Writes a value, replacing what is there in one step.
   *
   * @param content the value
   * @param file where to; its folder must exist
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public void write(T content, Path file) {
    JsonNode document =
        MAPPER.createObjectNode().put(FORMAT, format).set(CONTENT, MAPPER.valueToTree(content));
    AtomicText.write(file, MAPPER.writeValueAsString(document) + "\n");
  }

  /**
   * {@return the value that a file holds, equal to the one that was written}
   *
   * @param file a file that {@link #write} wrote
   * @throws IllegalArgumentException if it is something else
   * @throws UncheckedIOException if it cannot be read
   */
  public T read(Path file) {
    String text = AtomicText.read(file);
    try {
      JsonNode document = MAPPER.readTree(text);
      if (!document.path(FORMAT).asString("").equals(format) || document.size() != 2) {
        throw refusal(file, "another format", null);
      }
      if (!document.path(CONTENT).isObject()) {
        throw refusal(file, "no " + CONTENT, null);
      }
      return MAPPER.treeToValue(document.path(CONTENT), type);
    } catch (JacksonException e) {
      throw refusal(file, e.getOriginalMessage(), e);
    }
  }

  private IllegalArgumentException refusal(Path file, String found, @Nullable Exception cause) {
    return new IllegalArgumentException(file + ": expected " + format + ", found " + found, cause);
  }
}

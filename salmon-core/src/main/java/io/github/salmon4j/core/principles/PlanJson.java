package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a plan is to say, as one JSON document, so that one save of an editor changes principles and
 * interventions together. What is written reads back with the same content hashes.
 *
 * <pre>{@code
 * {
 *   "format": "salmon4j-plan-1",
 *   "reason": "answers began to praise themselves",
 *   "principles": [ {"name": "Concise", "definition": "Settle the request in few words."} ],
 *   "interventions": []
 * }
 * }</pre>
 *
 * <p>The elements of both arrays are those of {@link PrincipleJson}'s {@code principles}; the
 * interventions may be none. {@code reason} may be left out. Reading is as strict as there: keys
 * that are unknown, missing or given twice, and text behind the document, are errors.
 */
public final class PlanJson {

  private static final String FORMAT_1 = "salmon4j-plan-1";
  private static final String REASON = "reason";
  private static final String INTERVENTIONS = "interventions";
  private static final List<String> KEYS =
      List.of(JsonShape.FORMAT, REASON, JsonShape.PRINCIPLES, INTERVENTIONS);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private PlanJson() {}

  /**
   * {@return what a file says; without a reason in it, the reason names the file}
   *
   * @param file a UTF-8 file
   * @throws IllegalArgumentException if the file does not follow the format
   * @throws UncheckedIOException if the file cannot be read
   */
  public static PlanChange read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": expected UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * {@return what a text says}
   *
   * @param source name of the text in messages, and in the reason if the text gives none
   * @param text JSON
   * @throws IllegalArgumentException if the text does not follow the format
   */
  public static PlanChange parse(String source, String text) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(text, "text");
    try {
      return change(source, MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          source + ": expected JSON, found " + e.getOriginalMessage(), e);
    }
  }

  /**
   * {@return a change as indented JSON with a line feed at the end}
   *
   * @param change at least one principle
   * @throws IllegalArgumentException if there is no principle, which no file can say
   */
  public static String format(PlanChange change) {
    ObjectNode document = MAPPER.createObjectNode();
    document.put(JsonShape.FORMAT, FORMAT_1);
    document.put(REASON, change.reason());
    document.set(JsonShape.PRINCIPLES, elements(change.principles()));
    document.set(
        INTERVENTIONS,
        change.interventions().size() == 0
            ? MAPPER.createArrayNode()
            : elements(change.interventions()));
    return MAPPER.writeValueAsString(document).replace(System.lineSeparator(), "\n") + "\n";
  }

  /**
   * Writes a change as a UTF-8 file, replacing what is there. A reader sees the old file or the new
   * one, never a part.
   *
   * @param change at least one principle
   * @param file where to; its folder must exist
   * @throws IllegalArgumentException if there is no principle, which no file can say
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public static void write(PlanChange change, Path file) {
    AtomicFile.write(file, format(change));
  }

  private static PlanChange change(String source, JsonNode document) {
    if (!document.isObject()) {
      String found = document.isMissingNode() ? "no text" : document.getNodeType().toString();
      throw new IllegalArgumentException(source + ": expected an object, found " + found);
    }
    for (String key : document.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            source + ": " + key + ": expected one of " + KEYS + ", found an unknown key");
      }
    }
    JsonNode format = document.path(JsonShape.FORMAT);
    require(
        format.isString() && format.stringValue().equals(FORMAT_1),
        source,
        format,
        '"' + FORMAT_1 + '"');
    JsonNode reason = document.path(REASON);
    require(reason.isMissingNode() || reason.isString(), source + ": reason", reason, "a string");
    String why = reason.isString() ? reason.stringValue() : "as " + source + " says";
    PrincipleSet principles = set(source, JsonShape.PRINCIPLES, document);
    JsonNode lines = document.path(INTERVENTIONS);
    PrincipleSet interventions =
        lines.isArray() && lines.isEmpty()
            ? PrincipleSet.of()
            : set(source, INTERVENTIONS, document);
    try {
      return new PlanChange(principles, interventions, why);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private static void require(boolean holds, String where, JsonNode found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(where + ": expected " + expected + ", found " + found);
    }
  }

  /** The array as a document of its own, so that there is one reader of principles. */
  private static PrincipleSet set(String source, String key, JsonNode document) {
    JsonNode array = document.path(key);
    require(array.isArray(), source + ": " + key, array, "an array");
    ObjectNode own = MAPPER.createObjectNode();
    own.put(JsonShape.FORMAT, JsonShape.FORMAT_1);
    own.set(JsonShape.PRINCIPLES, array);
    String where = key.equals(JsonShape.PRINCIPLES) ? source : source + ": " + key;
    return PrincipleParser.parse(where, MAPPER.writeValueAsString(own));
  }

  private static JsonNode elements(PrincipleSet principles) {
    return MAPPER.readTree(PrincipleWriter.format(principles)).path(JsonShape.PRINCIPLES);
  }
}

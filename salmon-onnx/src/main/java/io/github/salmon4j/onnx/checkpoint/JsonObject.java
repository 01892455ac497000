package io.github.salmon4j.onnx.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object that knows which of its keys were asked for, so that the rest can be refused. A key
 * whose value is null counts as absent. Every fault is a {@link ModelFormatException}.
 */
final class JsonObject {

  /** No configuration or index comes near this; a file that does is not one. */
  private static final long MAX_FILE_BYTES = 100_000_000;

  private static final int MAX_SHOWN = 80;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final String prefix;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonObject(Path file, String prefix, JsonNode node) {
    this.file = file;
    this.prefix = prefix;
    this.node = node;
  }

  static JsonObject read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new ModelFormatException(
            file, "length", "at most " + MAX_FILE_BYTES + " bytes", size + " bytes");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file, "file", "a JSON file", "nothing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonObject parse(Path file, byte[] utf8) {
    JsonNode root;
    try {
      // Decoded here because the parser would also accept UTF-16 and UTF-32.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      root = MAPPER.readTree(text);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, "text", "UTF-8", "malformed bytes");
    } catch (JacksonException e) {
      throw new ModelFormatException(
          file, "JSON", "one well-formed object", e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new ModelFormatException(file, "JSON", "an object", shown(root));
    }
    return new JsonObject(file, "", root);
  }

  /** {@return all keys, in the file's order} */
  List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  /** {@return whether the key is there, be it with a null} */
  boolean mentions(String key) {
    return node.has(key);
  }

  /** {@return whether the key is there with a value} */
  boolean has(String key) {
    return node.hasNonNull(key);
  }

  int count(String key) {
    return integer(value(key, "a whole number of 1 or more"), key, 1);
  }

  int count(String key, int fallback) {
    return take(key).map(value -> integer(value, key, 1)).orElse(fallback);
  }

  double positive(String key) {
    return positive(key, value(key, "a number above 0"));
  }

  double positive(String key, double fallback) {
    return take(key).map(value -> positive(key, value)).orElse(fallback);
  }

  boolean flag(String key, boolean fallback) {
    return take(key).map(value -> bool(key, value)).orElse(fallback);
  }

  String text(String key) {
    return text(key, value(key, "a text"));
  }

  String text(String key, String fallback) {
    return take(key).map(value -> text(key, value)).orElse(fallback);
  }

  Optional<JsonObject> object(String key) {
    return take(key).map(value -> object(key, value));
  }

  /** {@return the texts of an array; none if the key is absent} */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(key)) {
      texts.add(text(key, element));
    }
    return List.copyOf(texts);
  }

  /** {@return the numbers of an array, each 0 or more; the key must be there} */
  List<Long> sizes(String key) {
    if (!has(key)) {
      throw fault(key, "an array of whole numbers", "nothing");
    }
    List<Long> sizes = new ArrayList<>();
    for (JsonNode element : array(key)) {
      if (!element.isIntegralNumber() || !element.canConvertToLong() || element.longValue() < 0) {
        throw fault(key, "whole numbers from 0 to 2^63 - 1", shown(element));
      }
      sizes.add(element.longValue());
    }
    return List.copyOf(sizes);
  }

  /** {@return a number or an array of numbers, each {@code least} or more; none if absent} */
  List<Integer> integers(String key, int least) {
    List<Integer> integers = new ArrayList<>();
    Optional<JsonNode> value = take(key);
    if (value.isPresent()) {
      List<JsonNode> elements = value.get().isArray() ? array(key) : List.of(value.get());
      elements.forEach(element -> integers.add(integer(element, key, least)));
    }
    return List.copyOf(integers);
  }

  /** {@return the value as it would be shown in a message; marks the key as asked for} */
  String shown(String key) {
    asked.add(key);
    return mentions(key) ? shown(node.get(key)) : "nothing";
  }

  /** {@return whether the value is a text} */
  boolean isText(String key) {
    return has(key) && node.get(key).isString();
  }

  /** {@return whether the value is absent, null, false, or an empty array, object or text} */
  boolean isUnset(String key) {
    return take(key)
        .map(value -> value.isBoolean() ? !value.booleanValue() : isEmpty(value))
        .orElse(true);
  }

  /** Refuses every key that nothing asked for, unless its value is null. */
  void refuseOthers(String known) {
    for (String key : node.propertyNames()) {
      if (!asked.contains(key) && has(key)) {
        throw fault(key, known, "an unknown key with " + shown(node.get(key)));
      }
    }
  }

  /** Says that these keys are known and have no influence. */
  void ignore(Set<String> keys) {
    asked.addAll(keys);
  }

  ModelFormatException fault(String key, String expected, String found) {
    return new ModelFormatException(file, prefix + key, expected, found);
  }

  private Optional<JsonNode> take(String key) {
    asked.add(key);
    return has(key) ? Optional.of(node.get(key)) : Optional.empty();
  }

  private JsonNode value(String key, String expected) {
    return take(key).orElseThrow(() -> fault(key, expected, "nothing"));
  }

  private List<JsonNode> array(String key) {
    JsonNode array = take(key).orElse(null);
    if (array == null) {
      return List.of();
    }
    if (!array.isArray()) {
      throw fault(key, "an array", shown(array));
    }
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  private JsonObject object(String key, JsonNode value) {
    if (!value.isObject()) {
      throw fault(key, "an object", shown(value));
    }
    return new JsonObject(file, prefix + key + ".", value);
  }

  private int integer(JsonNode value, String key, int least) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
      throw fault(key, "a whole number from " + least + " to 2^31 - 1", shown(value));
    }
    return value.intValue();
  }

  private double positive(String key, JsonNode value) {
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!(number > 0) || Double.isInfinite(number)) {
      throw fault(key, "a number above 0", shown(value));
    }
    return number;
  }

  private boolean bool(String key, JsonNode value) {
    if (!value.isBoolean()) {
      throw fault(key, "true or false", shown(value));
    }
    return value.booleanValue();
  }

  private String text(String key, JsonNode value) {
    if (!value.isString()) {
      throw fault(key, "a text", shown(value));
    }
    return value.stringValue();
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainer()
        ? value.isEmpty()
        : value.isString() && value.stringValue().isEmpty();
  }

  private static String shown(JsonNode value) {
    if (value.isContainer() && value.size() > 8) {
      return (value.isArray() ? "an array of " : "an object of ") + value.size();
    }
    String text = value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}

package io.github.salmon4j.core.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object of a file, asked for its members; every answer of the wrong kind is an {@link
 * IllegalArgumentException} that names the place in the line.
 */
final class JsonRow {

  private static final int QUOTED_CHARACTERS = 40;

  /** The length of a line bounds the length of its strings. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final String where;
  private final JsonNode node;

  private JsonRow(String where, JsonNode node) {
    this.where = where;
    this.node = node;
  }

  /** {@return the object that a whole line is} */
  static JsonRow parse(String line) {
    try {
      return object("line", MAPPER.readTree(line), "");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place = at == null ? "line" : "column " + at.getColumnNr();
      throw new IllegalArgumentException(
          place + ": expected JSON, found " + e.getOriginalMessage(), e);
    }
  }

  private static JsonRow object(String place, JsonNode node, String where) {
    if (!node.isObject()) {
      throw mismatch(place, "an object", node);
    }
    return new JsonRow(where, node);
  }

  boolean has(String key) {
    return node.has(key);
  }

  boolean isArray(String key) {
    return node.path(key).isArray();
  }

  /** Checks that no key is there but these. */
  void requireOnly(List<String> keys) {
    for (String key : node.propertyNames()) {
      if (!keys.contains(key)) {
        throw mismatch(place(key), "one of " + keys, "an unknown key");
      }
    }
  }

  String string(String key) {
    return string(place(key), node.path(key));
  }

  private static String string(String place, JsonNode value) {
    if (!value.isString()) {
      throw mismatch(place, "a string", value);
    }
    return requireUnicode(place, value.stringValue());
  }

  /** {@return the finite number at a key} */
  double number(String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      throw mismatch(place(key), "a number", value);
    }
    double number = value.asDouble(Double.NaN); // NaN where an integer is beyond a double
    if (!Double.isFinite(number)) {
      throw mismatch(place(key), "a number that a double holds", value);
    }
    return number;
  }

  /** {@return the integer at a key, from 0 on} */
  int count(String key) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw mismatch(place(key), "an integer of 0 or more", value);
    }
    return value.intValue();
  }

  boolean flag(String key) {
    JsonNode value = node.path(key);
    if (!value.isBoolean()) {
      throw mismatch(place(key), "true or false", value);
    }
    return value.booleanValue();
  }

  /** {@return the whole object} */
  JsonNode json() {
    return node;
  }

  /** {@return the constant that a key names exactly} */
  <E extends Enum<E>> E constant(String key, Class<E> type) {
    return constant(place(key), string(key), type);
  }

  /** {@return the constants that the array at a key names, in its order} */
  <E extends Enum<E>> List<E> constants(String key, Class<E> type) {
    JsonNode array = array(key);
    List<E> constants = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String at = place(key) + "[" + i + "]";
      E constant = constant(at, string(at, array.get(i)), type);
      if (constants.contains(constant)) {
        throw mismatch(at, "each once", constant + " again");
      }
      constants.add(constant);
    }
    return constants;
  }

  private static <E extends Enum<E>> E constant(String place, String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    String all = Arrays.toString(type.getEnumConstants());
    throw mismatch(place, "one of " + all, '"' + shortened(name) + '"');
  }

  /** {@return the objects of the array at a key, at least one} */
  List<JsonRow> objects(String key) {
    JsonNode array = array(key);
    List<JsonRow> rows = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String at = place(key) + "[" + i + "]";
      rows.add(object(at, array.get(i), at + "."));
    }
    if (rows.isEmpty()) {
      throw mismatch(place(key), "at least 1 element", "0");
    }
    return rows;
  }

  private JsonNode array(String key) {
    JsonNode array = node.path(key);
    if (!array.isArray()) {
      throw mismatch(place(key), "an array", array);
    }
    return array;
  }

  /** {@return what to throw when the value at a key is not what was expected} */
  IllegalArgumentException mismatch(String key, String expected) {
    return mismatch(place(key), expected, node.path(key));
  }

  /** {@return how messages name the place of a key} */
  String place(String key) {
    return where + key;
  }

  /** A lone surrogate has no UTF-8 form, though JSON can spell it. */
  static String requireUnicode(String place, String text) {
    for (int i = 0; i < text.length(); i++) {
      int point = text.codePointAt(i);
      if (Character.isSupplementaryCodePoint(point)) {
        i++;
      } else if (Character.isSurrogate((char) point)) {
        throw mismatch(place, "Unicode text", "a lone surrogate at index " + i);
      }
    }
    return text;
  }

  private static IllegalArgumentException mismatch(String place, String expected, JsonNode found) {
    return mismatch(place, expected, described(found));
  }

  private static IllegalArgumentException mismatch(String place, String expected, String found) {
    return new IllegalArgumentException(place + ": expected " + expected + ", found " + found);
  }

  private static String described(JsonNode found) {
    if (found.isMissingNode()) {
      return "no such key";
    }
    if (found.isContainer()) {
      return found.isObject() ? "an object" : "an array";
    }
    return shortened(found.toString());
  }

  private static String shortened(String text) {
    return text.length() <= QUOTED_CHARACTERS ? text : text.substring(0, QUOTED_CHARACTERS) + "...";
  }
}

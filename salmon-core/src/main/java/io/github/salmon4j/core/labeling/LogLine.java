package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.principle.Principle;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a label log, written and read. */
final class LogLine {

  private static final String FORMAT = "salmon4j labels";
  private static final int VERSION = 1;
  private static final List<String> PAIR_KEYS = List.of("pair", "left", "margins");
  private static final int QUOTED_CHARACTERS = 80;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private LogLine() {}

  /**
   * The labels of one pair.
   *
   * @param key the {@link PairKey}
   * @param left how many pairs of the same call follow
   * @param margins d12 and d21 of each principle, in the set's order
   */
  record Pair(String key, int left, List<Double> margins) {}

  /** {@return the first line, without a line feed} */
  static String header(LabelIdentity identity) {
    return MAPPER.writeValueAsString(headerNode(identity));
  }

  private static ObjectNode headerNode(LabelIdentity identity) {
    ObjectNode header = MAPPER.createObjectNode();
    header.put("format", FORMAT);
    header.put("version", VERSION);
    header.put("judge", identity.judge());
    header.put("template", identity.templateHash());
    header.put("totalTokens", identity.totalTokens());
    header.put("principleSet", identity.principles().contentHash());
    ArrayNode names = header.putArray("principles");
    identity.principles().principles().stream().map(Principle::name).forEach(names::add);
    return header;
  }

  /** Checks that a log's first line is that of an identity. */
  static void requireHeader(byte[] line, LabelIdentity identity) {
    JsonNode found = parse(line);
    JsonNode expected = headerNode(identity);
    for (String key : expected.propertyNames()) {
      if (!found.path(key).equals(expected.get(key))) {
        throw mismatch(key, expected.get(key).toString(), found.path(key));
      }
    }
    requireOnly(found, List.copyOf(expected.propertyNames()));
  }

  /** {@return a line of one pair's labels, without a line feed} */
  static String pair(String key, int left, List<PreferenceLabel> labels) {
    ObjectNode row = MAPPER.createObjectNode();
    row.put("pair", key);
    row.put("left", left);
    ArrayNode margins = row.putArray("margins");
    for (PreferenceLabel label : labels) {
      margins.addArray().add(label.marginInOrder()).add(label.marginSwapped());
    }
    return MAPPER.writeValueAsString(row);
  }

  /**
   * {@return what a line says of a pair}
   *
   * @throws IllegalArgumentException if it is anything else than what {@link #pair} writes
   */
  static Pair readPair(byte[] line, int principles) {
    JsonNode row = parse(line);
    requireOnly(row, PAIR_KEYS);
    JsonNode key = row.path("pair");
    if (!key.isString() || !key.stringValue().matches("[0-9a-f]{64}")) {
      throw mismatch("pair", "64 hexadecimal digits", key);
    }
    JsonNode left = row.path("left");
    if (!left.isIntegralNumber() || !left.canConvertToInt() || left.intValue() < 0) {
      throw mismatch("left", "an integer of 0 or more", left);
    }
    JsonNode margins = row.path("margins");
    if (!margins.isArray() || margins.size() != principles) {
      throw mismatch("margins", "an array of " + principles, margins);
    }
    List<Double> numbers = margins.valueStream().flatMap(LogLine::margins).toList();
    return new Pair(key.stringValue(), left.intValue(), numbers);
  }

  private static Stream<Double> margins(JsonNode both) {
    if (!both.isArray() || both.size() != 2 || !both.valueStream().allMatch(LogLine::isFinite)) {
      throw mismatch("margins", "two finite numbers each", both);
    }
    return both.valueStream().map(JsonNode::doubleValue);
  }

  private static boolean isFinite(JsonNode number) {
    return number.isNumber() && Double.isFinite(number.asDouble(Double.NaN));
  }

  private static JsonNode parse(byte[] line) {
    JsonNode node;
    try {
      node = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("expected JSON, found " + e.getOriginalMessage(), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("expected an object, found " + shortened(node));
    }
    return node;
  }

  private static void requireOnly(JsonNode row, List<String> keys) {
    for (String key : row.propertyNames()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException("expected the keys " + keys + ", found " + key);
      }
    }
  }

  private static IllegalArgumentException mismatch(String key, String expected, JsonNode found) {
    String text = found.isMissingNode() ? "no such key" : shortened(found);
    return new IllegalArgumentException(key + ": expected " + expected + ", found " + text);
  }

  private static String shortened(JsonNode found) {
    String text = found.toString();
    return text.length() <= QUOTED_CHARACTERS ? text : text.substring(0, QUOTED_CHARACTERS) + "...";
  }
}

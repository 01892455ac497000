package io.github.salmon4j.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds records against those of TensorBoard's own writer, byte for byte. */
class EventBytesGoldenTest {

  private final JsonNode golden = golden();
  private final double wallTime = golden.get("wallTime").doubleValue();

  @Test
  void fileVersion_isTensorBoards() {
    assertEquals(golden.get("fileVersion").stringValue(), hex(EventBytes.fileVersion(wallTime)));
  }

  @Test
  void sessionStart_isTensorBoards() {
    assertEquals(
        golden.get("sessionStart").stringValue(), hex(EventBytes.sessionStart(wallTime, 8)));
  }

  @TestFactory
  Stream<DynamicTest> summary_isTensorBoards() {
    return golden
        .get("summaries")
        .valueStream()
        .map(
            event ->
                DynamicTest.dynamicTest(
                    event.get("name").stringValue(),
                    () ->
                        assertEquals(
                            event.get("record").stringValue(),
                            hex(EventBytes.summary(wallTime, metrics(event))))));
  }

  private static Metrics metrics(JsonNode event) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (JsonNode value : event.get("values")) {
      JsonNode number = value.get("value");
      values.put(value.get("name").stringValue(), Double.valueOf(number.asString()));
    }
    return new Metrics(event.get("step").longValue(), values);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static JsonNode golden() {
    String name = "/golden/metrics/events.json";
    try (InputStream in = EventBytesGoldenTest.class.getResourceAsStream(name)) {
      return new JsonMapper().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}

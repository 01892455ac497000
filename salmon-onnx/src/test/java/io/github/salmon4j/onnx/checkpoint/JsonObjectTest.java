package io.github.salmon4j.onnx.checkpoint;

import static io.github.salmon4j.onnx.checkpoint.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @TempDir Path folder;

  private static JsonObject json(String text) {
    return JsonObject.parse(
        Path.of("some.json"), text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}}",
        "{'a': 1, 'a': 2}",
        "{a: 1}",
        "{'a': 01}",
        "{'a': NaN}",
        "[1]",
        "null",
        "{'a': 1} // why",
        "\uFEFF{}",
        "{'a': {'b': 1, 'b': 1}}"
      })
  void parse_whatIsNotOneStrictObject_isFault(String text) {
    assertThrows(ModelFormatException.class, () -> json(text));
  }

  @Test
  void parse_malformedUtf8_isFault() {
    byte[] bytes = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
    assertFault("text", "malformed", () -> JsonObject.parse(Path.of("f"), bytes));
  }

  @Test
  void read_aFolder_isIoFailure() {
    assertThrows(UncheckedIOException.class, () -> JsonObject.read(folder));
  }

  @Test
  void read_aHugeFile_isFaultBeforeReading() throws Exception {
    Path file = folder.resolve("huge.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertFault("length", "1099511627776 bytes", () -> JsonObject.read(file));
  }

  @Test
  void fault_insideAnObject_namesTheWholePath() {
    JsonObject inner = json("{'a': {'b': {'c': 'x'}}}").object("a").orElseThrow();
    JsonObject innermost = inner.object("b").orElseThrow();
    ModelFormatException fault = assertFault("a.b.c", "x", () -> innermost.count("c"));
    assertEquals(Path.of("some.json"), fault.path());
  }

  @Test
  void null_isAbsent_butMentioned() {
    JsonObject object = json("{'a': null}");
    assertTrue(object.mentions("a"));
    assertFalse(object.has("a"));
    assertEquals(7, object.count("a", 7));
    assertTrue(object.flag("a", true));
    assertEquals("z", object.text("a", "z"));
    assertEquals(List.of(), object.texts("a"));
    assertEquals(List.of(), object.integers("a", 0));
    assertTrue(object.object("a").isEmpty());
    assertFault("a", "nothing", () -> object.count("a"));
  }

  @Test
  void numbers_huge_areOutOfRangeAndNothingElse() {
    String digits = "9".repeat(900);
    JsonObject object = json("{'a': " + digits + ", 'b': 1e" + "9".repeat(9) + "}");
    for (String key : List.of("a", "b")) {
      assertThrows(ModelFormatException.class, () -> object.count(key));
      assertThrows(ModelFormatException.class, () -> object.positive(key));
    }
  }

  @Test
  void integers_oneOrMany_eachInRange() {
    JsonObject object = json("{'one': 3, 'many': [3, 4], 'low': [3, -2], 'text': ['3']}");
    assertEquals(List.of(3), object.integers("one", 0));
    assertEquals(List.of(3, 4), object.integers("many", 0));
    assertFault("low", "-2", () -> object.integers("low", -1));
    assertFault("text", "3", () -> object.integers("text", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "false", "[]", "{}", "''"})
  void isUnset_emptyValues(String value) {
    assertTrue(json("{'a': " + value + "}").isUnset("a"));
    assertTrue(json("{}").isUnset("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "0", "1", "[0]", "{'b': null}", "'x'"})
  void isUnset_notOtherValues(String value) {
    assertFalse(json("{'a': " + value + "}").isUnset("a"));
  }

  @Test
  void refuseOthers_namesTheFirstKeyNobodyAskedFor() {
    JsonObject object = json("{'asked': 1, 'ignored': 2, 'empty': null, 'other': 4}");
    object.count("asked");
    object.ignore(Set.of("ignored", "absent"));
    assertFault("other", "4", () -> object.refuseOthers("known keys"));
    object.count("other");
    object.refuseOthers("known keys");
  }

  @Test
  void shown_long_isCut() {
    JsonObject object = json("{'text': '" + "x".repeat(500) + "', 'array': [1,2,3,4,5,6,7,8,9]}");
    assertTrue(object.shown("text").length() < 100);
    assertEquals("an array of 9", object.shown("array"));
  }
}

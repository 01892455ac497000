package io.github.salmon4j.core.principles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipleJsonTest {

  private static final PrincipleSet SET =
      PrincipleSet.of(
          Principle.of("A", "Do \"a\" \\ \uD83D\uDE00.", "Do not."),
          Principle.of("B", "Do b.")
              .withWeight(0.1)
              .withBoostFor(PromptKind.RED_TEAMING, PromptKind.GENERAL));

  private static String own(String elements) {
    return "{'format': 'salmon4j-principles-1', 'principles': [".replace('\'', '"')
        + elements.replace('\'', '"')
        + "]}";
  }

  @Test
  void format_isReadable() {
    PrincipleSet set =
        PrincipleSet.of(Principle.of("A", "Do a.", "Do not.").withBoostFor(PromptKind.REASONING));
    assertEquals(
        """
        {
          "format" : "salmon4j-principles-1",
          "principles" : [ {
            "name" : "A",
            "definition" : "Do a.",
            "negation" : "Do not.",
            "weight" : 1.0,
            "boostedFor" : [ "REASONING" ]
          } ]
        }
        """,
        PrincipleJson.format(set));
  }

  @Test
  void parse_ownShape_defaults() {
    PrincipleSet set = PrincipleJson.parse(own("{'definition': 'Do a.', 'name': 'A'}"));
    assertEquals(PrincipleSet.of(Principle.of("A", "Do a.")), set);
  }

  @Test
  void parse_releasedShape() {
    String json =
        """
        [{"dimension": "A", "definition": "Do a.", "negative_definition": "Do not.", "weight": 3},
         {"dimension": "B", "definition": "Do b.", "weight": 1e0},
         {"dimension": "C", "definition": "Do c."}]
        """;
    assertEquals(
        PrincipleSet.of(
            Principle.of("A", "Do a.", "Do not.").withWeight(3),
            Principle.of("B", "Do b."),
            Principle.of("C", "Do c.")),
        PrincipleJson.parse(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name': 'A', 'definition': 'a', 'colour': 1} | principles[0].colour: expected one of"
            + " [name, definition, negation, weight, boostedFor], found an unknown key",
        "{'name': 'A', 'definition': 'a', 'dimension': 'A'} | principles[0].dimension: expected"
            + " one of [name, definition, negation, weight, boostedFor], found an unknown key",
        "{'name': 'A', 'definition': 'a', 'name': 'A'} | principles[0].name: expected one value,"
            + " found the key twice",
        "{'name': 'A', 'definition': 'a'}, {'name': 'B'} | principles[1]: expected the key"
            + " 'definition', found only [name]",
        "{} | principles[0]: expected the key 'name', found no key",
        "{'name': 1, 'definition': 'a'} | principles[0].name: expected a string, found 1",
        "{'name': 'A', 'definition': null} | principles[0].definition: expected a string, found"
            + " null",
        "{'name': 'A', 'definition': 'a', 'negation': ['n']} | principles[0].negation: expected a"
            + " string, found an array",
        "{'name': 'A', 'definition': 'a', 'weight': '3'} | principles[0].weight: expected a"
            + " number, found '3'",
        "{'name': 'A', 'definition': 'a', 'weight': true} | principles[0].weight: expected a"
            + " number, found true",
        "{'name': 'A', 'definition': 'a', 'weight': 0} | principles[0]: principle 'A' weight:"
            + " expected a finite number above 0, found 0.0",
        "{'name': 'A', 'definition': 'a', 'weight': 1e999} | principles[0]: principle 'A' weight:"
            + " expected a finite number above 0, found Infinity",
        "{'name': 'A', 'definition': 'a', 'boostedFor': 'GENERAL'} | principles[0].boostedFor:"
            + " expected an array, found 'GENERAL'",
        "{'name': 'A', 'definition': 'a', 'boostedFor': []} | principles[0].boostedFor: expected"
            + " at least 1 kind of prompt, or no such key, found 0",
        "{'name': 'A', 'definition': 'a', 'boostedFor': ['REDTEAM']} | principles[0].boostedFor[0]:"
            + " expected one of [GENERAL, REASONING, RED_TEAMING], found 'REDTEAM'",
        "{'name': 'A', 'definition': 'a', 'boostedFor': ['GENERAL', 'GENERAL']} |"
            + " principles[0].boostedFor[1]: expected each kind once, found 'GENERAL' again",
        "{'name': 'A', 'definition': 'a', 'boostedFor': [{}]} | principles[0].boostedFor[0]:"
            + " expected a string, found an object",
        "'A' | principles[0]: expected an object, found 'A'",
        "`` | principles: expected at least 1 principle, found 0",
        "{'name': 'A', 'definition': 'a'}, {'name': 'A', 'definition': 'b'} | principle set:"
            + " expected distinct names, found 'A' twice"
      })
  void parse_departure_isNamed(String elements, String expected) {
    assertEquals(
        "principles: " + expected.replace('\'', '"'), messageOf(own(elements)).replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | document: expected the key 'format', found no key",
        "{'format': 'salmon4j-principles-1'} | document: expected the key 'principles', found"
            + " only [format]",
        "{'principles': [{'name': 'A', 'definition': 'a'}]} | document: expected the key 'format',"
            + " found only [principles]",
        "{'format': 'salmon4j-principles-2'} | format: expected 'salmon4j-principles-1', found"
            + " 'salmon4j-principles-2'",
        "{'format': 1} | format: expected a string, found 1",
        "{'format': 'salmon4j-principles-1', 'format': 'salmon4j-principles-1'} | format: expected"
            + " one value, found the key twice",
        "{'version': 1} | version: expected one of [format, principles], found an unknown key",
        "{'principles': {}} | principles: expected an array, found an object",
        "[] | document: expected at least 1 principle, found 0",
        "[{'dimension': 'A', 'definition': 'a', 'negation': 'n'}] | [0].negation: expected one of"
            + " [dimension, definition, negative_definition, weight], found an unknown key",
        "[{'definition': 'a'}] | [0]: expected the key 'dimension', found only [definition]",
        "[{'dimension': 'A', 'definition': 'a'}, 3] | [1]: expected an object, found 3",
        "[{'dimension': 'A', 'definition': 'a'}] [] | document: expected nothing after its end,"
            + " found an array",
        "null | document: expected an object or an array, found null",
        "`` | document: expected an object or an array, found no text",
      })
  void parse_departureOfDocument_isNamed(String document, String expected) {
    assertEquals(
        "principles: " + expected.replace('\'', '"'),
        messageOf(document.replace('\'', '"')).replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[{",
        "[{]",
        "{\"format\"",
        "[}",
        "[,]",
        "{\"a\":01}",
        "nul",
        "\u0000",
        "'x'",
        "\uFEFF[]"
      })
  void parse_malformed_namesLineAndColumn(String json) {
    String message = messageOf("\n" + json);
    assertTrue(message.startsWith("principles: line 2, column "), message);
    assertTrue(message.contains(": expected JSON, found "), message);
  }

  @Test
  void parse_longText_isShortenedInTheMessage() {
    String message = messageOf(own("'" + "x".repeat(5000) + "'"));
    assertTrue(message.length() < 120, message);
  }

  @Test
  void parse_textsThatBreakARule_areRejected() {
    for (String definition : List.of("", "two\\nlines", "lone \\ud800")) {
      String message = messageOf(own("{'name': 'A', 'definition': '" + definition + "'}"));
      assertTrue(message.startsWith("principles: principles[0]: principle 'A' def"), message);
    }
  }

  private static String messageOf(String json) {
    return assertThrows(IllegalArgumentException.class, () -> PrincipleJson.parse(json))
        .getMessage();
  }

  @Test
  void write_thenRead_keepsTheHash(@TempDir Path folder) {
    Path file = folder.resolve("mine.json");
    PrincipleJson.write(SET, file);
    assertEquals(SET.contentHash(), PrincipleJson.read(file).contentHash());
    PrincipleJson.write(BuiltInPrinciples.honest(), file);
    assertEquals(BuiltInPrinciples.honest(), PrincipleJson.read(file));
  }

  @Test
  void write_leavesNothingElseBehind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.json");
    PrincipleJson.write(SET, file);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void write_failing_keepsTheOldFileAndNothingElse(@TempDir Path folder) throws IOException {
    Path taken = Files.createDirectories(folder.resolve("mine.json").resolve("inside"));
    assertThrows(
        UncheckedIOException.class, () -> PrincipleJson.write(SET, folder.resolve("mine.json")));
    assertTrue(Files.isDirectory(taken));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void write_emptySet_isRejectedBeforeTheFileIsTouched(@TempDir Path folder) {
    Path file = folder.resolve("none.json");
    assertThrows(
        IllegalArgumentException.class, () -> PrincipleJson.write(PrincipleSet.of(), file));
    assertFalse(Files.exists(file));
  }

  @Test
  void read_namesTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "[{}]");
    String message =
        assertThrows(IllegalArgumentException.class, () -> PrincipleJson.read(file)).getMessage();
    assertEquals(file + ": [0]: expected the key 'dimension', found no key", message);
  }

  @Test
  void read_fileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("none.json");
    String message =
        assertThrows(UncheckedIOException.class, () -> PrincipleJson.read(file)).getMessage();
    assertEquals(file.toString(), message);
  }

  @Test
  void read_fileThatIsNotUtf8(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("latin.json"), new byte[] {'[', '"', (byte) 0xE9, '"'});
    String message =
        assertThrows(IllegalArgumentException.class, () -> PrincipleJson.read(file)).getMessage();
    assertEquals(file + ": expected UTF-8, found other bytes", message);
  }

  @Test
  void read_reader() {
    assertEquals(SET, PrincipleJson.read(new StringReader(PrincipleJson.format(SET))));
  }

  @Test
  void read_failingReader() {
    Reader failing =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("gone");
          }

          @Override
          public void close() {}
        };
    assertThrows(UncheckedIOException.class, () -> PrincipleJson.read(failing));
  }
}

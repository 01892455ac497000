package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** This library's own shape, in both directions. */
class PreferenceDataTest {

  private static final String LINE =
      "{'format':'salmon4j-preference-1','prompt':'Q','kind':'REASONING','lengthMultiplier':-0.4,"
          + "'first':'x','second':'','probabilityFirst':0.9,'principles':[{'name':'Concise',"
          + "'definition':'Be brief.','negation':'Ramble.','weight':2.5,"
          + "'boostedFor':['GENERAL','REASONING'],'polarity':'NEGATED'},"
          + "{'name':'Kind','definition':'Be kind.','weight':1.0,'boostedFor':[],"
          + "'polarity':'AFFIRMED'}]}";
  private static final Preference EXAMPLE =
      new Preference(
          new ResponsePair(Prompt.of("Q", PromptKind.REASONING), "x", ""),
          new Guideline(
              List.of(
                  Principle.of("Concise", "Be brief.", "Ramble.")
                      .withWeight(2.5)
                      .withBoostFor(PromptKind.REASONING, PromptKind.GENERAL)
                      .stated(Polarity.NEGATED),
                  Principle.of("Kind", "Be kind.").stated(Polarity.AFFIRMED))),
          0.9);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("data.jsonl");
  }

  @Test
  void example_isOneLineWithEverythingSpelledOut() throws IOException {
    assertEquals(2, PreferenceData.write(List.of(EXAMPLE, EXAMPLE).iterator(), file));
    String line = LINE.replace('\'', '"') + "\n";
    assertEquals(line + line, Files.readString(file));
  }

  @Test
  void line_becomesTheExample_whateverItsKeysOrder() {
    Lines.write(file, LINE);
    assertEquals(List.of(EXAMPLE), Lines.read(file, PreferenceFormat.examples()));
    Lines.write(
        file,
        LINE.replace("{'format':'salmon4j-preference-1',", "{")
            .replaceAll("}$", ",'format':'salmon4j-preference-1'}"));
    assertEquals(List.of(EXAMPLE), Lines.read(file, PreferenceFormat.examples()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "preference-1|preference-2"
            + "|format: expected \"salmon4j-preference-1\", found \"salmon4j-preference-2\"",
        "'first'|'frist'|frist: expected one of [format, prompt, kind, lengthMultiplier, first,"
            + " second, probabilityFirst, principles], found an unknown key",
        "'weight':2.5|'wieght':2.5|principles[0].wieght: expected one of [name, definition,"
            + " negation, weight, boostedFor, polarity], found an unknown key",
        "'weight':2.5,||principles[0].weight: expected a number, found no such key",
        "'weight':2.5|'weight':'2'|principles[0].weight: expected a number, found \"2\"",
        "'weight':2.5|'weight':0"
            + "|principle 'Concise' weight: expected a finite number above 0, found 0.0",
        "'kind':'REASONING'|'kind':'reasoning'"
            + "|kind: expected one of [GENERAL, REASONING, RED_TEAMING], found \"reasoning\"",
        "['GENERAL','REASONING']|['GENERAL','GENERAL']"
            + "|principles[0].boostedFor[1]: expected each once, found GENERAL again",
        "['GENERAL','REASONING']|['GENERAL',7]"
            + "|principles[0].boostedFor[1]: expected a string, found 7",
        "['GENERAL','REASONING']|['GENERAL',{}]|principles[0].boostedFor[1]: expected a string,"
            + " found an object",
        "['GENERAL','REASONING']|'GENERAL'"
            + "|principles[0].boostedFor: expected an array, found \"GENERAL\"",
        "'negation':'Ramble.',||principle 'Concise': expected a negation to show, found none",
        "'probabilityFirst':0.9|'probabilityFirst':1.1"
            + "|preference probability: expected 0 to 1, found 1.1",
        "'Be kind.'|'Be\\nkind.'|principle 'Kind' definition: expected one line, found \"Be",
      })
  void line_thatDepartsFromTheShape_isBad(String from, String to, String reason) {
    String replacement = to == null ? "" : to;
    Lines.write(file, LINE.replace(from, replacement));
    ReadReport report = Lines.report(file, PreferenceFormat.examples());
    assertEquals(1, report.bad());
    String found = report.firstBad().get(0).reason();
    assertEquals(reason, found.substring(0, Math.min(found.length(), reason.length())));
  }

  @Test
  void everyKeyButNegation_isRequired() {
    for (String key :
        List.of(
            "format",
            "prompt",
            "kind",
            "lengthMultiplier",
            "first",
            "second",
            "probabilityFirst")) {
      Lines.write(file, LINE.replaceFirst("'" + key + "':('[^']*'|[-0-9.]+),", ""));
      ReadReport report = Lines.report(file, PreferenceFormat.examples());
      String reason = report.firstBad().get(0).reason();
      assertEquals(key + ": expected", reason.substring(0, key.length() + 10));
    }
  }

  @Test
  void writing_thatFails_leavesTheFileAndNothingElse() throws IOException {
    Lines.write(file, "precious");
    Preference surrogate =
        new Preference(new ResponsePair(Prompt.of("Q"), "x", "a\ud800"), Lines.GUIDELINE, 1);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> PreferenceData.write(List.of(EXAMPLE, surrogate).iterator(), file));
    assertEquals(
        "example 1: second: expected Unicode text, found a lone surrogate at index 1",
        error.getMessage());
    assertEquals("precious", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void writing_intoAMissingFolder_namesTheFile() {
    Path missing = folder.resolve("missing").resolve("data.jsonl");
    UncheckedIOException error =
        assertThrows(
            UncheckedIOException.class,
            () -> PreferenceData.write(Collections.emptyIterator(), missing));
    assertEquals(missing.toString(), error.getMessage());
  }

  @Test
  void nulls_areRefusedBeforeAnyEffect() {
    assertThrows(NullPointerException.class, () -> PreferenceData.write(null, file));
    assertThrows(NullPointerException.class, () -> PreferenceFormat.texts(null));
    assertThrows(NullPointerException.class, () -> PreferenceFormat.detect(file, null));
    assertEquals(false, Files.exists(file));
  }
}

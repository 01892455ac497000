package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import io.github.salmon4j.preference.Preference;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every format has in common: lines, encodings, compression and what is wrong with them. */
class JsonLinesTest {

  private static final PreferenceFormat TEXTS = PreferenceFormat.texts(Lines.GUIDELINE);
  private static final String GOOD = "{\"prompt\":\"Q\",\"chosen\":\"x\",\"rejected\":\"y\"}";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("data.jsonl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOD + "\n" + GOOD,
        GOOD + "\n" + GOOD + "\n",
        GOOD + "\r\n" + GOOD + "\r\n",
        "\ufeff" + GOOD + "\n" + GOOD + "\n",
        "\n\n" + GOOD + "\n \t\r\n" + GOOD + "\n\n",
        "  " + GOOD + " \n" + GOOD + "\r",
      })
  void lines_endAndBeginInEveryUsualWay(String text) {
    for (byte[] bytes : List.of(bytes(text), Lines.gzip(bytes(text)))) {
      Lines.write(file, bytes);
      assertEquals(new ReadReport(2, Map.of(), 0, List.of()), Lines.report(file, TEXTS));
    }
  }

  @Test
  void compressedMembers_areReadOneAfterAnother() {
    byte[] member = Lines.gzip(bytes(GOOD + "\n"));
    Lines.write(file, Bytes.concat(member, member, member));
    assertEquals(3, Lines.read(file, TEXTS).size());
  }

  @Test
  void emptyFile_hasNothing() {
    for (byte[] bytes : List.of(new byte[0], Lines.gzip(new byte[0]), bytes("\ufeff"))) {
      Lines.write(file, bytes);
      assertEquals(0, Lines.report(file, TEXTS).lines());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt':'Q','chosen':'x'}|rejected: expected a string, found no such key",
        "{'prompt':'Q','chosen':3,'rejected':'y'}|chosen: expected a string, found 3",
        "{'prompt':'Q','chosen':null,'rejected':'y'}|chosen: expected a string, found null",
        "{'prompt':'Q','chosen':['x'],'rejected':'y'}|chosen: expected a string, found an array",
        "{'prompt':{},'chosen':'x','rejected':'y'}|prompt: expected a string, found an object",
        "{'prompt':' ','chosen':'x','rejected':'y'}|prompt text: expected some text, found blank",
        "{'prompt':'Q','chosen':'a\\ud800b','rejected':'y'}"
            + "|chosen: expected Unicode text, found a lone surrogate at index 1",
        "{'prompt':'Q','chosen':'\\udc00\\ud800','rejected':'y'}"
            + "|chosen: expected Unicode text, found a lone surrogate at index 0",
        "{'prompt':'Q','chosen':'\\ud83d\\ude00\\udc00','rejected':'y'}"
            + "|chosen: expected Unicode text, found a lone surrogate at index 2",
        "{'prompt':'Q','prompt':'R','chosen':'x','rejected':'y'}|column",
        "{'prompt':'Q','chosen':'x','rejected':'y'} {}|column",
        "{'prompt':'Q','chosen':'x','rejected':'y'|column",
        "{'prompt':'Q','chosen':'x','rejected':'y','z':NaN}|column",
        "'text'|line: expected an object, found \"text\"",
        "null|line: expected an object, found null",
        "0123|column",
      })
  void badLine_isReportedAndSkipped(String line, String reason) {
    Lines.write(file, GOOD, line, GOOD);
    ReadReport report = Lines.report(file, TEXTS);
    assertEquals(2, report.kept());
    assertEquals(1, report.bad());
    assertEquals(2, report.firstBad().get(0).number());
    String found = report.firstBad().get(0).reason();
    assertEquals(reason, found.substring(0, Math.min(found.length(), reason.length())));
  }

  @Test
  void pairsOfSurrogates_areText() {
    Lines.write(file, "{'prompt':'Q','chosen':'\\ud83d\\ude00','rejected':'y'}");
    assertEquals("\ud83d\ude00", Lines.read(file, TEXTS).get(0).pair().first());
  }

  @Test
  void badLine_stopsByDefault_andStaysStopped() {
    Lines.write(file, GOOD, "", "[]", GOOD);
    try (JsonLines<Preference> data = PreferenceData.open(file, TEXTS)) {
      data.next();
      IllegalArgumentException error = assertThrows(IllegalArgumentException.class, data::next);
      assertEquals(file + ":3: line: expected an object, found an array", error.getMessage());
      assertSame(error, assertThrows(IllegalArgumentException.class, data::hasNext));
      assertEquals(1, data.report().bad());
      assertEquals(2, data.report().lines());
    }
  }

  @Test
  void badLines_areAllCounted_butOnlyTheFirstKept() {
    Lines.write(file, "x\n".repeat(25));
    ReadReport report = Lines.report(file, TEXTS);
    assertEquals(25, report.bad());
    assertEquals(ReadReport.BAD_LINES_KEPT, report.firstBad().size());
    assertEquals(10, report.firstBad().get(9).number());
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0xc0, 0x80, 0xed})
  void otherBytesThanUtf8_areABadLine(int invalid) {
    byte[] bytes = bytes("{\"prompt\":\"?\",\"chosen\":\"x\",\"rejected\":\"y\"}\n" + GOOD);
    bytes[11] = (byte) invalid;
    Lines.write(file, bytes);
    ReadReport report = Lines.report(file, TEXTS);
    assertEquals(
        List.of(new BadLine(1, "line: expected UTF-8, found other bytes")), report.firstBad());
    assertEquals(1, report.kept());
  }

  @Test
  void longLine_isBad_fromOneByteMoreThanTheLimit() {
    ReadSettings tight = new ReadSettings(BadLines.SKIP, GOOD.length());
    Lines.write(file, bytes(GOOD + "\r\n" + GOOD + " \n" + GOOD + " \r\n" + GOOD));
    try (JsonLines<Preference> data = PreferenceData.open(file, TEXTS, tight)) {
      assertEquals(2, Lines.all(data).size());
      String reason = "line: expected " + GOOD.length() + " bytes at most";
      assertEquals(
          List.of(new BadLine(2, reason), new BadLine(3, reason)), data.report().firstBad());
    }
  }

  @Test
  void carriageReturn_withinALongLine_isNoLineEnd() {
    ReadSettings settings = new ReadSettings(BadLines.SKIP, 3000);
    String line = GOOD + " ".repeat(3000 - GOOD.length()) + "\r";
    Lines.write(file, bytes(line + "\n" + line + " \n" + line));
    try (JsonLines<Preference> data = PreferenceData.open(file, TEXTS, settings)) {
      assertEquals(2, Lines.all(data).size());
      assertEquals(2, data.report().firstBad().get(0).number());
    }
  }

  @Test
  void lineOfManyMegabytes_isNotHeld() {
    byte[] bytes = new byte[50_000_000];
    Arrays.fill(bytes, (byte) 'x');
    bytes[bytes.length - 1] = '\n';
    Lines.write(file, Lines.gzip(Bytes.concat(bytes, bytes(GOOD))));
    ReadSettings settings = new ReadSettings(BadLines.SKIP, 1000);
    try (JsonLines<Preference> data = PreferenceData.open(file, TEXTS, settings)) {
      assertEquals(1, Lines.all(data).size());
      assertEquals(1, data.report().bad());
    }
  }

  @Test
  void hugeNumbersAndDeepNesting_areBadLines() {
    PreferenceFormat posts = PreferenceFormat.posts(Lines.GUIDELINE, 2);
    String post = "{'history':'Q','human_ref_A':'a','human_ref_B':'b','labels':1,'score_ratio':%s}";
    Lines.write(
        file,
        post.formatted("9".repeat(400)),
        post.formatted("9".repeat(5000)),
        post.formatted("1e999999999"),
        post.formatted("[".repeat(100_000)),
        post.formatted("3"));
    ReadReport report = Lines.report(file, posts);
    assertEquals(1, report.kept());
    assertEquals(4, report.bad());
  }

  @Test
  void compressedDataThatEndEarly_stopEvenWhereBadLinesAreSkipped() {
    byte[] whole = Lines.gzip(bytes((GOOD + "\n").repeat(3)));
    for (int length = 2; length < whole.length; length++) {
      Lines.write(file, Arrays.copyOf(whole, length));
      UncheckedIOException error =
          assertThrows(UncheckedIOException.class, () -> Lines.report(file, TEXTS));
      assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }
  }

  @Test
  void compressedDataThatAreDamaged_nameFileAndLine() {
    byte[] whole = Lines.gzip(bytes((GOOD + "\n").repeat(3)));
    whole[whole.length - 5] ^= 1;
    Lines.write(file, whole);
    try (JsonLines<Preference> data = PreferenceData.open(file, TEXTS)) {
      UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> Lines.all(data));
      assertTrue(error.getMessage().startsWith(file + ":3: "), error.getMessage());
      assertSame(error, assertThrows(UncheckedIOException.class, data::next));
    }
  }

  @Test
  void missingFile_isNamed() {
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> PreferenceData.open(file, TEXTS));
    assertEquals(file.toString(), error.getMessage());
  }

  @Test
  void end_isTheEnd_andClosingTwiceDoesNoHarm() {
    Lines.write(file, GOOD);
    JsonLines<Preference> data = PreferenceData.open(file, TEXTS);
    assertEquals(1, data.stream().count());
    assertFalse(data.hasNext());
    NoSuchElementException error = assertThrows(NoSuchElementException.class, data::next);
    assertEquals(file + ": expected another line, found the end", error.getMessage());
    data.close();
    data.close();
    assertFalse(data.hasNext());
  }

  @Test
  void closing_beforeTheEnd_endsReading() {
    Lines.write(file, GOOD, GOOD);
    JsonLines<Preference> data = PreferenceData.open(file, TEXTS);
    data.stream().close();
    IllegalStateException error = assertThrows(IllegalStateException.class, data::hasNext);
    assertEquals(file + ": expected an open file, found it closed", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void settings_withALimitOutOfRange_areRefused(int limit) {
    assertThrows(IllegalArgumentException.class, () -> new ReadSettings(BadLines.SKIP, limit));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelLogTest {

  private static final String TEMPLATE = JudgeTemplate.standard().hash();
  private static final PrincipleSet TWO =
      PrincipleSet.of(Principle.of("Kind", "Be kind."), Principle.of("\"Odd\" \u00e9", "Be odd."));
  private static final LabelIdentity IDENTITY = new LabelIdentity("judge", TEMPLATE, 1536, TWO);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("labels.jsonl");
  }

  private static List<PreferenceLabel> labels(ResponsePair pair, double... margins) {
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int p = 0; p < TWO.size(); p++) {
      Principle principle = TWO.principles().get(p);
      labels.add(new PreferenceLabel(pair, principle, margins[2 * p], margins[2 * p + 1]));
    }
    return labels;
  }

  private static List<PreferenceLabel> both(List<PreferenceLabel> a, List<PreferenceLabel> b) {
    List<PreferenceLabel> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** A log of three pairs in two calls. */
  private void write() {
    try (LabelLog log = LabelLog.open(file, IDENTITY)) {
      log.append(labels(Pairs.pair(0), 1, 2, 3, 4));
      log.append(
          both(labels(Pairs.pair(1), -0.5, 0, 1e-300, 7), labels(Pairs.pair(2), 1, 1, 1, 1)));
    }
  }

  private static String refused(Path file, LabelIdentity identity) {
    return assertThrows(IllegalArgumentException.class, () -> LabelLog.open(file, identity).close())
        .getMessage();
  }

  @Test
  void lines_areReadableByOthers() throws IOException {
    write();
    assertEquals(
        """
        {"format":"salmon4j labels","version":1,"judge":"judge","template":"%s",\
        "totalTokens":1536,"principleSet":"%s","principles":["Kind","\\"Odd\\" \u00e9"]}
        {"pair":"%s","left":0,"margins":[[1.0,2.0],[3.0,4.0]]}
        {"pair":"%s","left":1,"margins":[[-0.5,0.0],[1.0E-300,7.0]]}
        {"pair":"%s","left":0,"margins":[[1.0,1.0],[1.0,1.0]]}
        """
            .formatted(
                TEMPLATE,
                TWO.contentHash(),
                PairKey.of(Pairs.pair(0)),
                PairKey.of(Pairs.pair(1)),
                PairKey.of(Pairs.pair(2))),
        Files.readString(file));
  }

  @Property(tries = 200)
  void labels_readBack_areTheSameBits(@ForAll @Size(4) List<Double> margins) throws IOException {
    double[] numbers = margins.stream().mapToDouble(Double::doubleValue).toArray();
    Path own = Files.createTempFile("labels", ".jsonl");
    Files.delete(own);
    try {
      List<PreferenceLabel> written = labels(Pairs.pair(0), numbers);
      try (LabelLog log = LabelLog.open(own, IDENTITY)) {
        log.append(written);
        assertEquals(written, log.labels(Pairs.pair(0)));
      }
      try (LabelLog log = LabelLog.open(own, IDENTITY)) {
        assertEquals(written, log.labels(Pairs.pair(0)), "records compare doubles by their bits");
      }
    } finally {
      Files.deleteIfExists(own);
      Files.deleteIfExists(own.resolveSibling(own.getFileName() + ".lock"));
    }
  }

  @Test
  void open_reads_whatWasWritten() {
    write();
    try (LabelLog log = LabelLog.open(file, IDENTITY)) {
      assertEquals(3, log.size());
      assertEquals(IDENTITY, log.identity());
      assertEquals(labels(Pairs.pair(1), -0.5, 0, 1e-300, 7), log.labels(Pairs.pair(1)));
      assertTrue(log.contains(Pairs.pair(2)));
      assertFalse(log.contains(Pairs.pair(2).swapped()));
      NoSuchElementException e =
          assertThrows(NoSuchElementException.class, () -> log.labels(Pairs.pair(3)));
      assertTrue(e.getMessage().contains(": expected labels of pair "), e.getMessage());
    }
  }

  @Test
  void contains_countsOnlyWhatAJudgeIsShown() {
    ResponsePair pair = Pairs.pair(0);
    try (LabelLog log = LabelLog.open(file, IDENTITY)) {
      log.append(labels(pair, 1, 2, 3, 4));
      Prompt kinder = Prompt.of(pair.prompt().text(), PromptKind.RED_TEAMING);
      ResponsePair other = new ResponsePair(kinder, pair.first(), pair.second());
      assertTrue(log.contains(other));
      assertEquals(other, log.labels(other).get(0).pair(), "labels carry the pair asked for");
    }
  }

  /** Where one text ends and the next begins must count. */
  @Test
  void key_textsThatRunTogether_differ() {
    Prompt prompt = Prompt.of("p");
    List<ResponsePair> pairs =
        List.of(
            new ResponsePair(prompt, "ab", "c"),
            new ResponsePair(prompt, "a", "bc"),
            new ResponsePair(prompt, "c", "ab"),
            new ResponsePair(Prompt.of("pa"), "b", "c"));
    assertEquals(4, pairs.stream().map(PairKey::of).distinct().count());
  }

  /** Independently: python3 hashlib over struct.pack("<i", n) + text.encode("utf-16-le"). */
  @Test
  void key_isThatOfItsDescription() {
    assertEquals(
        "bd08e78f080ad91cc0b8e5eea4faa470c31ccd76ab341cc80446e41321303c57",
        PairKey.of(new ResponsePair(Prompt.of("Why?"), "\u00e9", "\ud83d\ude00")));
  }

  /** Whatever is left of the file by a kill, opening it leaves whole calls. */
  @Test
  void open_tornAnywhere_keepsWholeCalls() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(file);
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == '\n') {
        ends.add(i + 1);
      }
    }
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (LabelLog log = LabelLog.open(file, IDENTITY)) {
        int pairs = length < ends.get(1) ? 0 : length < ends.get(3) ? 1 : 3;
        assertEquals(pairs, log.size(), "of " + length + " bytes");
        assertEquals(ends.get(pairs), (int) Files.size(file));
      }
    }
    assertEquals(whole.length, Files.size(file));
  }

  @Test
  void open_anotherHeader_saysExpectedAndFound() throws IOException {
    write();
    byte[] before = Files.readAllBytes(file);
    String at = file + ":1: ";
    PrincipleSet one = PrincipleSet.of(Principle.of("Kind", "Be kind."));
    assertEquals(
        at + "judge: expected \"another\", found \"judge\"",
        refused(file, new LabelIdentity("another", TEMPLATE, 1536, TWO)));
    assertEquals(
        at + "template: expected \"0\", found \"" + TEMPLATE + "\"",
        refused(file, new LabelIdentity("judge", "0", 1536, TWO)));
    assertEquals(
        at + "totalTokens: expected 1000, found 1536",
        refused(file, new LabelIdentity("judge", TEMPLATE, 1000, TWO)));
    String hashes = "\"" + one.contentHash() + "\", found \"" + TWO.contentHash() + "\"";
    assertEquals(
        at + "principleSet: expected " + hashes,
        refused(file, new LabelIdentity("judge", TEMPLATE, 1536, one)));
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(file)));
  }

  @Test
  void open_fileThatIsNoLog_isRefusedAndKept() throws IOException {
    for (String text : List.of("my notes", "{\"format\":\"salmon4j lab\"", "{}\n", "[]\n", "x\n")) {
      Files.writeString(file, text);
      String message = refused(file, IDENTITY);
      assertTrue(message.startsWith(file + ":1: "), message);
      assertEquals(text, Files.readString(file));
    }
    Files.writeString(
        file, LogLine.header(IDENTITY).replace("\"version\":1", "\"version\":2") + "\n");
    assertEquals(file + ":1: version: expected 1, found 2", refused(file, IDENTITY));
    Files.writeString(file, LogLine.header(IDENTITY).replace("{", "{\"more\":1,") + "\n");
    assertTrue(refused(file, IDENTITY).endsWith(", found more"));
    Files.writeString(file, LogLine.header(IDENTITY) + " and more");
    assertEquals(
        file + ":1: expected the header of a label log, found other text", refused(file, IDENTITY));
  }

  @Test
  void open_malformedLine_namesIt() throws IOException {
    write();
    String text = Files.readString(file);
    List<String> lines = text.lines().toList();
    String key = PairKey.of(Pairs.pair(1));
    assertMalformed(text, "\"left\":1", "\"left\":2", 4, "left: expected 1, found 0");
    assertMalformed(text, "\"left\":1", "\"left\":-1", 3, "left: expected an integer of 0 or more");
    assertMalformed(text, "\"left\":1", "\"left\":0.5", 3, "left: expected an integer of 0 or");
    assertMalformed(text, "\"left\":1,", "", 3, "left: expected an integer of 0 or more, found no");
    assertMalformed(text, key, key.substring(1), 3, "pair: expected 64 hexadecimal digits, found");
    assertMalformed(text, key, PairKey.of(Pairs.pair(0)), 3, "pair: expected each pair once");
    assertMalformed(text, PairKey.of(Pairs.pair(2)), key, 4, "pair: expected each pair once");
    assertMalformed(text, ",[1.0E-300,7.0]", "", 3, "margins: expected an array of 2, found [[");
    assertMalformed(text, "1.0E-300", "1.0E+999", 3, "margins: expected two finite numbers each");
    assertMalformed(text, "1.0E-300,7.0", "7.0", 3, "margins: expected two finite numbers each");
    assertMalformed(text, "1.0E-300", "\"1\"", 3, "margins: expected two finite numbers each");
    assertMalformed(text, "1.0E-300,7.0]]}", "1.0E-300", 3, "expected JSON, found ");
    assertMalformed(text, lines.get(2), "", 3, "expected an object, found");
    assertMalformed(text, lines.get(1), "3", 2, "expected an object, found 3");
    assertMalformed(text, "\"left\":1", "\"left\":1,\"left\":1", 3, "expected JSON, found Dup");
    assertMalformed(text, "\"left\":1", "\"left\":1,\"x\":1", 3, "expected the keys [pair, left,");
    assertMalformed(text, lines.get(3), lines.get(3) + " 7", 4, "expected JSON, found ");
  }

  private void assertMalformed(String text, String part, String by, int line, String message)
      throws IOException {
    String changed = text.replace(part, by);
    Files.writeString(file, changed);
    String found = refused(file, IDENTITY);
    assertTrue(found.startsWith(file + ":" + line + ": " + message), found);
    assertEquals(changed, Files.readString(file));
  }

  @Test
  void open_whileOpen_isRefusedUntilClosed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder).resolve("labels.jsonl");
    LabelLog log = LabelLog.open(file, IDENTITY);
    for (Path path : List.of(file, link)) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> LabelLog.open(path, IDENTITY));
      assertTrue(
          e.getMessage()
              .endsWith(": expected a log that is not in use, found it open" + " elsewhere"),
          e.getMessage());
    }
    log.close();
    log.close();
    LabelLog.open(link, IDENTITY).close();
  }

  @Test
  void open_refused_leavesTheLogToOthers() throws IOException {
    Files.writeString(file, "other");
    refused(file, IDENTITY);
    Files.delete(file);
    LabelLog.open(file, IDENTITY).close();
  }

  @Test
  void append_closedOrKnown_isRefusedAndWritesNothing() throws IOException {
    write();
    byte[] before = Files.readAllBytes(file);
    LabelLog log = LabelLog.open(file, IDENTITY);
    List<PreferenceLabel> known =
        both(labels(Pairs.pair(9), 1, 2, 3, 4), labels(Pairs.pair(0), 1, 2, 3, 4));
    List<PreferenceLabel> twice =
        both(labels(Pairs.pair(9), 1, 2, 3, 4), labels(Pairs.pair(9), 1, 2, 3, 4));
    for (List<PreferenceLabel> labels : List.of(known, twice)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, () -> log.append(labels));
      assertTrue(e.getMessage().contains(": expected a pair without labels, found "));
    }
    log.close();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> log.append(labels(Pairs.pair(9), 1, 2, 3, 4)));
    assertEquals(file.toRealPath() + ": expected an open log, found it closed", e.getMessage());
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(file)));
  }

  @Test
  void open_missingFolder_saysSo() {
    assertThrows(
        UncheckedIOException.class, () -> LabelLog.open(folder.resolve("no/file"), IDENTITY));
  }

  @Test
  void open_manyCalls_areRead() {
    Random random = new Random(7);
    try (LabelLog log = LabelLog.open(file, IDENTITY)) {
      for (int i = 0; i < 200; i++) {
        log.append(labels(Pairs.pair(i), random.doubles(4, -9, 9).toArray()));
      }
    }
    Random again = new Random(7);
    try (LabelLog log = LabelLog.open(file, IDENTITY)) {
      for (int i = 0; i < 200; i++) {
        double[] margins = again.doubles(4, -9, 9).toArray();
        assertEquals(labels(Pairs.pair(i), margins), log.labels(Pairs.pair(i)));
      }
    }
  }
}

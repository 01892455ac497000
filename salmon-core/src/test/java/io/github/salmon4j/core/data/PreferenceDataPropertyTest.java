package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.preference.Preference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PreferenceDataPropertyTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Path file;

  @BeforeProperty
  void createFile() throws IOException {
    file = Files.createTempFile("salmon4j", ".jsonl");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 200)
  void whatIsWritten_readsBackEqual(@ForAll("examples") List<Preference> examples) {
    assertEquals(examples.size(), PreferenceData.write(examples.iterator(), file));
    assertEquals(examples, Lines.read(file, PreferenceFormat.examples()));
    Lines.write(file, Lines.gzip(bytes(file)));
    assertEquals(examples, Lines.read(file, PreferenceFormat.examples()));
  }

  @Property(tries = 200)
  void transcripts_areTheirPromptAndResponsePutTogether(
      @ForAll("texts") String prompt, @ForAll("texts") String one, @ForAll("texts") String other) {
    String chosen = prompt + "Assistant:" + one;
    String rejected = prompt + "Assistant:" + other;
    ObjectNode row = MAPPER.createObjectNode();
    Lines.write(
        file,
        row.put("chosen", chosen)
            .put("rejected", rejected)
            .toString()
            .getBytes(StandardCharsets.UTF_8));
    List<Preference> read = Lines.read(file, PreferenceFormat.transcripts(Lines.GUIDELINE));
    boolean continues = chosen.startsWith(rejected) || rejected.startsWith(chosen);
    assertEquals(continues ? 0 : 1, read.size());
    for (Preference example : read) {
      String text = example.pair().prompt().text();
      assertEquals(chosen, text + example.pair().first());
      assertEquals(rejected, text + example.pair().second());
      assertTrue(text.endsWith("Assistant:"));
    }
  }

  @Property(tries = 400)
  void damagedFile_givesExamplesOrBadLines_andEveryLineIsCounted(
      @ForAll("example") Preference example,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 1 << 20) Integer> places,
      @ForAll byte value) {
    PreferenceData.write(List.of(example, example).iterator(), file);
    byte[] bytes = bytes(file);
    places.forEach(place -> bytes[2 + place % (bytes.length - 2)] = value);
    Lines.write(file, bytes);
    ReadReport report = Lines.report(file, PreferenceFormat.examples());
    assertEquals(report.lines(), report.kept() + report.bad());
    assertEquals(Math.min(report.bad(), ReadReport.BAD_LINES_KEPT), report.firstBad().size());
  }

  @Provide
  Arbitrary<List<Preference>> examples() {
    return Examples.all().list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<Preference> example() {
    return Examples.all();
  }

  @Provide
  Arbitrary<String> texts() {
    return Examples.texts();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

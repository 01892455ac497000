package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.calibration.CalibrationReport;
import io.github.salmon4j.core.calibration.Choice;
import io.github.salmon4j.core.calibration.JudgeReport;
import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.preference.Preference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class PreferenceFilePropertyTest {

  private Path folder;

  @BeforeProperty
  void createFolder() throws IOException {
    folder = Files.createTempDirectory("salmon4j");
  }

  @AfterProperty
  void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("p.jsonl"));
    Files.deleteIfExists(folder.resolve("p.jsonl.gz"));
    Files.delete(folder);
  }

  @Property(tries = 200)
  void whatIsWritten_readsBackEqual(
      @ForAll("examples") List<TracedPreference> examples,
      @ForAll("texts") String text,
      @ForAll long seed) {
    CalibrationReport.Skipped skipped = new CalibrationReport.Skipped(1, 2, 3, Map.of(text, 4));
    PreferenceHeader header =
        new PreferenceHeader(
            examples.size(),
            seed,
            text,
            text,
            new JudgeIdentity(text, text, text),
            new CalibrationReport(1, 2, 3, skipped, Map.of(text, 5), 6, Map.of(text, 7), 1.0 / 3),
            JudgeReport.of(List.of()));
    PreferenceFile file = new PreferenceFile(header, examples);
    for (String name : List.of("p.jsonl", "p.jsonl.gz")) {
      file.write(folder.resolve(name));
      assertEquals(file, PreferenceFile.read(folder.resolve(name)));
      assertEquals(file.preferences(), Lines.read(folder.resolve(name), PreferenceFormat.traced()));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Examples.texts();
  }

  @Provide
  Arbitrary<List<TracedPreference>> examples() {
    return Combinators.combine(Examples.all(), Arbitraries.longs(), Examples.texts())
        .as(PreferenceFilePropertyTest::traced)
        .list()
        .ofMaxSize(4);
  }

  private static TracedPreference traced(Preference preference, long seed, String rule) {
    Random random = new Random(seed);
    List<ScoredPrinciple> lines =
        preference.guideline().principles().stream()
            .map(stated -> new ScoredPrinciple(stated, number(random)))
            .toList();
    Provenance provenance =
        new Provenance(
            random.nextInt(Integer.MAX_VALUE),
            random.nextInt(Integer.MAX_VALUE),
            lines,
            random.nextInt(lines.size()),
            random.nextBoolean() ? Choice.FIRST : Choice.SECOND,
            random.nextBoolean() ? rule : null,
            random.nextBoolean(),
            random.nextBoolean());
    List<JudgeMargins> margins =
        lines.stream().map(line -> new JudgeMargins(number(random), number(random))).toList();
    return new TracedPreference(preference, provenance, margins);
  }

  private static double number(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : -0.0;
  }
}

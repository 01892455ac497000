package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.salmon4j.core.data.Split.Side;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.prompt.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads published preference data from the folder that the system property {@code
 * salmon4j.shared.data} names; without it, skipped.
 */
@Tag("shared-data")
class SharedDataTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void findFile() {
    file =
        Path.of(System.getProperty("salmon4j.shared.data", "none"), "alpaca-eval-pairs.jsonl.gz");
    assumeTrue(Files.exists(file), () -> "no shared data: " + file);
  }

  @Test
  void alpacaEval_readsWhole_andSurvivesOurOwnShape() {
    PreferenceFormat format = PreferenceFormat.detect(file, Lines.GUIDELINE);
    assertEquals("texts", format.toString());
    assertEquals(new ReadReport(3991, Map.of(), 0, List.of()), Lines.report(file, format));
    List<Preference> examples = Lines.read(file, format);
    Path own = folder.resolve("own.jsonl");
    PreferenceData.write(examples.iterator(), own);
    assertEquals(examples, Lines.read(own, PreferenceFormat.detect(own, Lines.GUIDELINE)));
  }

  @Test
  void alpacaEval_splitsByInstruction() {
    Split split = new Split(0.2, 1);
    List<Preference> examples = Lines.read(file, PreferenceFormat.texts(Lines.GUIDELINE));
    Set<Prompt> train = prompts(split.select(Side.TRAIN, examples));
    Set<Prompt> heldOut = prompts(split.select(Side.HELD_OUT, examples));
    assertEquals(804, train.size() + heldOut.size());
    assertEquals(160.8, heldOut.size(), 4 * Math.sqrt(804 * 0.16));
    Set<Prompt> both = new HashSet<>(train);
    both.retainAll(heldOut);
    assertTrue(both.isEmpty());
  }

  @Test
  void alpacaEval_has804DistinctPrompts() {
    try (JsonLines<Prompt> data =
        PromptData.open(file, PromptFilter.distinct(), ReadSettings.defaults())) {
      assertEquals(804, Lines.all(data).size());
      assertEquals(3991 - 804, data.report().dropped(DropReason.DUPLICATE));
    }
  }

  private static Set<Prompt> prompts(List<Preference> examples) {
    return examples.stream().map(e -> e.pair().prompt()).collect(Collectors.toSet());
  }
}

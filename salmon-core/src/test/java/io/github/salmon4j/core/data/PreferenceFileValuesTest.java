package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.calibration.BannedPhrase;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.calibration.Choice;
import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a preference file, each by itself. */
class PreferenceFileValuesTest {

  private static final Principle HONEST = Principle.of("Honest", "Be true.");
  private static final PrincipleSet PRINCIPLES = PrincipleSet.of(HONEST);
  private static final CalibrationSettings SETTINGS = CalibrationSettings.defaults();
  private static final JudgeIdentity JUDGE = new JudgeIdentity("llama", "ad1", "te1");
  private static final PreferenceHeader NONE =
      PreferenceFile.create(List.of(), recipe(SETTINGS, 1)).header();
  private static final JudgeMargins MARGINS = new JudgeMargins(1, 2);

  private static PreferenceRecipe recipe(CalibrationSettings settings, long seed) {
    return new PreferenceRecipe(PRINCIPLES, settings, seed, JUDGE);
  }

  private static PreferenceHeader header(int examples) {
    return new PreferenceHeader(
        examples, 1, "abc", "settings", JUDGE, NONE.report(), NONE.labels());
  }

  private static TracedPreference example(@Nullable String rule, List<JudgeMargins> margins) {
    List<ScoredPrinciple> lines =
        List.of(new ScoredPrinciple(HONEST.stated(Polarity.AFFIRMED), 0.5));
    ResponsePair pair = new ResponsePair(Prompt.of("Hi"), "a", "b");
    return new TracedPreference(
        new Preference(pair, new Guideline(List.of(lines.get(0).stated())), 1),
        new Provenance(0, 0, lines, 0, Choice.FIRST, rule, false, false),
        margins);
  }

  private static List<PreferenceLabel> labels(int pairs) {
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      ResponsePair pair = new ResponsePair(Prompt.of("Question " + i), "one", "two");
      labels.add(new PreferenceLabel(pair, HONEST, 1, 0.5));
    }
    return labels;
  }

  @Test
  void file_moreOrFewerExamplesThanTheHeaderSays_isRefused() {
    TracedPreference one = example(null, List.of(MARGINS));
    assertEquals(
        "examples: expected 1, found 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PreferenceFile(header(1), List.of(one, one)))
            .getMessage());
    assertEquals(
        "examples: expected 1, found 0",
        assertThrows(IllegalArgumentException.class, () -> new PreferenceFile(header(1), List.of()))
            .getMessage());
  }

  @Test
  void lists_areCopied() {
    List<JudgeMargins> margins = new ArrayList<>(List.of(MARGINS));
    TracedPreference example = example(null, margins);
    List<TracedPreference> examples = new ArrayList<>(List.of(example));
    PreferenceFile file = new PreferenceFile(header(1), examples);
    margins.clear();
    examples.clear();
    assertEquals(List.of(MARGINS), example.margins());
    assertEquals(List.of(example), file.examples());
  }

  @Test
  void traced_fewerOrMoreMarginsThanLines_isRefused() {
    for (List<JudgeMargins> margins : List.of(List.<JudgeMargins>of(), List.of(MARGINS, MARGINS))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> example(null, margins)).getMessage();
      assertTrue(message.endsWith(" and " + margins.size()), message);
    }
  }

  @Test
  void margins_notFinite_areRefused() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new JudgeMargins(bad, 0));
      assertThrows(IllegalArgumentException.class, () -> new JudgeMargins(0, bad));
    }
  }

  @Test
  void write_ruleWithALoneSurrogate_isRefused(@TempDir Path folder) {
    PreferenceFile file =
        new PreferenceFile(header(1), List.of(example("\ud800", List.of(MARGINS))));
    assertEquals(
        "example 0: rule: expected Unicode text, found a lone surrogate at index 0",
        assertThrows(IllegalArgumentException.class, () -> file.write(folder.resolve("p.jsonl")))
            .getMessage());
  }

  @Test
  void create_twoExamples_comeInBothOrders() {
    Set<Integer> first = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      PreferenceFile file = PreferenceFile.create(labels(2), recipe(oncePerPair(), seed));
      assertEquals(2, file.examples().size());
      first.add(file.examples().get(0).provenance().sample());
    }
    assertEquals(Set.of(0, 1), first);
  }

  @Test
  void detect_posts_keepsThoseAboveTheReleasedRatio(@TempDir Path folder) throws IOException {
    String post =
        "{\"history\":\"h\",\"human_ref_A\":\"a\",\"human_ref_B\":\"b\",\"labels\":1,"
            + "\"score_ratio\":%s}\n";
    Path file = folder.resolve("posts.jsonl");
    Files.writeString(file, post.formatted("2.0") + post.formatted("2.001"));
    assertEquals(1, Lines.read(file, PreferenceFormat.detect(file, Lines.GUIDELINE)).size());
  }

  private static CalibrationSettings oncePerPair() {
    return new CalibrationSettings(
        SETTINGS.scoring(),
        SETTINGS.subsetSize(),
        SETTINGS.negation(),
        SETTINGS.exchange(),
        SETTINGS.rules(),
        SETTINGS.noise(),
        SETTINGS.output(),
        1);
  }

  @Test
  void create_settings_keepWordsBehindAnAtSign() {
    CalibrationSettings settings =
        SETTINGS.withRules(List.of(new BannedPhrase("me@family.org", 1)));
    String text = PreferenceFile.create(List.of(), recipe(settings, 1)).header().calibration();
    assertTrue(text.contains("me@family.org"), text);
  }

  private static void assertRequired(String what, Runnable call) {
    assertEquals(what, assertThrows(NullPointerException.class, call::run).getMessage());
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void components_null_areRefusedByName() {
    var report = NONE.report();
    var labels = NONE.labels();
    assertRequired("principles", () -> new PreferenceHeader(0, 1, null, "", JUDGE, report, labels));
    assertRequired(
        "calibration", () -> new PreferenceHeader(0, 1, "", null, JUDGE, report, labels));
    assertRequired("judge", () -> new PreferenceHeader(0, 1, "", "", null, report, labels));
    assertRequired("report", () -> new PreferenceHeader(0, 1, "", "", JUDGE, null, labels));
    assertRequired("labels", () -> new PreferenceHeader(0, 1, "", "", JUDGE, report, null));
    assertRequired("principles", () -> new PreferenceRecipe(null, SETTINGS, 1, JUDGE));
    assertRequired("calibration", () -> new PreferenceRecipe(PRINCIPLES, null, 1, JUDGE));
    assertRequired("judge", () -> new PreferenceRecipe(PRINCIPLES, SETTINGS, 1, null));
    assertRequired("model", () -> new JudgeIdentity(null, "", ""));
    assertRequired("adapter", () -> new JudgeIdentity("", null, ""));
    assertRequired("template", () -> new JudgeIdentity("", "", null));
    TracedPreference example = example(null, List.of(MARGINS));
    assertRequired(
        "preference", () -> new TracedPreference(null, example.provenance(), example.margins()));
  }
}

package io.github.salmon4j.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import io.github.salmon4j.core.calibration.BannedPhrase;
import io.github.salmon4j.core.calibration.CalibrationReport;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.calibration.Choice;
import io.github.salmon4j.core.calibration.JudgeDiagnostics;
import io.github.salmon4j.core.calibration.JudgeReport;
import io.github.salmon4j.core.calibration.LabelOutput;
import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.SameLanguage;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceFileTest {

  private static final Principle CONCISE = Principle.of("Concise", "Be brief.", "Be long.");
  private static final Principle HONEST = Principle.of("Honest", "Be true.");
  private static final JudgeIdentity JUDGE = new JudgeIdentity("llama", "ad1", "te1");
  private static final JudgeReport LABELS =
      new JudgeReport(
          Map.of("Concise", new JudgeDiagnostics(1, 1, 0.25, Double.NaN, 0.0625)),
          new JudgeDiagnostics(1, 1, 0.25, Double.NaN, 0.0625));

  /** Two lines and a header, spelled out. */
  private static final List<String> LINES =
      List.of(
          "{'format':'salmon4j-preference-file-1','examples':2,'seed':-7,'principles':'abc',"
              + "'calibration':'settings','judge':{'model':'llama','adapter':'ad1','template':'te1'},"
              + "'report':{'pairs':3,'passes':1,'emitted':2,'skipped':{'incomplete':0,'allZero':1,"
              + "'belowMinimum':0,'byRule':{'r':0}},'decidedByRule':{'r':1},'flipped':1,"
              + "'dominant':{'Honest':1,'Concise':1},'shareNegated':0.5},"
              + "'labels':{'byPrinciple':{'Concise':{'count':1,'swapConsistency':1.0,"
              + "'positionBias':0.25,'positionBiasError':'NaN','variance':0.0625}},"
              + "'overall':{'count':1,'swapConsistency':1.0,'positionBias':0.25,"
              + "'positionBiasError':'NaN','variance':0.0625}}}",
          "{'format':'salmon4j-traced-preference-1','prompt':'Why\u00e9?','kind':'REASONING',"
              + "'lengthMultiplier':-0.4,'first':'A\\nb','second':'','probabilityFirst':0.1,"
              + "'principles':[{'name':'Honest','definition':'Be true.','weight':1.0,"
              + "'boostedFor':[],'polarity':'AFFIRMED','text':'Be true.','score':1.5,"
              + "'marginInOrder':2.0,'marginSwapped':1.0},{'name':'Concise',"
              + "'definition':'Be brief.','negation':'Be long.','weight':1.0,'boostedFor':[],"
              + "'polarity':'NEGATED','text':'Be long.','score':-2.5,'marginInOrder':1.0E-5,"
              + "'marginSwapped':4.9}],'dominant':1,'label':'FIRST','rule':'r','flipped':true,"
              + "'exchanged':false,'sample':2,'pass':0}",
          "{'format':'salmon4j-traced-preference-1','prompt':'Hi','kind':'GENERAL',"
              + "'lengthMultiplier':1.0,'first':'a','second':'b','probabilityFirst':1.0,"
              + "'principles':[{'name':'Honest','definition':'Be true.','weight':1.0,"
              + "'boostedFor':[],'polarity':'AFFIRMED','text':'Be true.','score':0.5,"
              + "'marginInOrder':0.25,'marginSwapped':0.75}],'dominant':0,'label':'FIRST',"
              + "'flipped':false,'exchanged':true,'sample':0,'pass':0}");

  @TempDir private Path folder;

  private static PreferenceFile byHand() {
    List<ScoredPrinciple> two =
        List.of(
            new ScoredPrinciple(HONEST.stated(Polarity.AFFIRMED), 1.5),
            new ScoredPrinciple(CONCISE.stated(Polarity.NEGATED), -2.5));
    List<ScoredPrinciple> one = List.of(new ScoredPrinciple(HONEST.stated(Polarity.AFFIRMED), 0.5));
    ResponsePair pair = new ResponsePair(Prompt.of("Why\u00e9?", PromptKind.REASONING), "A\nb", "");
    ResponsePair other = new ResponsePair(Prompt.of("Hi"), "a", "b");
    return new PreferenceFile(
        new PreferenceHeader(2, -7, "abc", "settings", JUDGE, report(), LABELS),
        List.of(
            traced(
                new Preference(pair, guideline(two), 0.1),
                new Provenance(2, 0, two, 1, Choice.FIRST, "r", true, false),
                new JudgeMargins(2, 1),
                new JudgeMargins(1e-5, 4.9)),
            traced(
                new Preference(other, guideline(one), 1),
                new Provenance(0, 0, one, 0, Choice.FIRST, null, false, true),
                new JudgeMargins(0.25, 0.75))));
  }

  private static CalibrationReport report() {
    var dominant = new java.util.LinkedHashMap<String, Integer>();
    dominant.put("Honest", 1);
    dominant.put("Concise", 1);
    return new CalibrationReport(
        3,
        1,
        2,
        new CalibrationReport.Skipped(0, 1, 0, Map.of("r", 0)),
        Map.of("r", 1),
        1,
        dominant,
        0.5);
  }

  private static Guideline guideline(List<ScoredPrinciple> lines) {
    return new Guideline(lines.stream().map(ScoredPrinciple::stated).toList());
  }

  private static TracedPreference traced(
      Preference preference, Provenance provenance, JudgeMargins... margins) {
    return new TracedPreference(preference, provenance, List.of(margins));
  }

  private static List<PreferenceLabel> labels(int pairs) {
    Random random = new Random(5);
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      ResponsePair pair = new ResponsePair(Prompt.of("Question " + i), "one " + i, "two " + i);
      for (Principle principle : List.of(CONCISE, HONEST)) {
        labels.add(
            new PreferenceLabel(
                pair, principle, random.nextInt(1, 9) / 8.0, random.nextInt(-2, 9) / 8.0));
      }
    }
    return labels;
  }

  private static PreferenceRecipe recipe(CalibrationSettings settings, long seed) {
    return new PreferenceRecipe(PrincipleSet.of(CONCISE, HONEST), settings, seed, JUDGE);
  }

  private static PreferenceFile created(long seed) {
    return PreferenceFile.create(labels(20), recipe(CalibrationSettings.defaults(), seed));
  }

  private byte[] written(PreferenceFile value, String name) throws IOException {
    Path file = folder.resolve(name);
    value.write(file);
    return Files.readAllBytes(file);
  }

  private static String json(List<String> lines) {
    return String.join("\n", lines).replace('\'', '"') + "\n";
  }

  @Test
  void write_byHand_isExactlyTheseBytes() throws IOException {
    assertEquals(json(LINES), new String(written(byHand(), "p.jsonl"), StandardCharsets.UTF_8));
    assertEquals(byHand(), PreferenceFile.read(folder.resolve("p.jsonl")));
  }

  @Test
  void write_gzipByName_isTheSameLinesAndTheSameBytesAgain() throws IOException {
    byte[] once = written(byHand(), "p.jsonl.gz");
    assertArrayEquals(once, written(byHand(), "q.jsonl.gz"));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(once))) {
      assertEquals(json(LINES), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(byHand(), PreferenceFile.read(folder.resolve("p.jsonl.gz")));
    assertEquals(0, once[4] | once[5] | once[6] | once[7], "no time");
  }

  @Test
  void write_leavesNothingBesideTheFile() throws IOException {
    written(byHand(), "p.jsonl");
    written(created(1), "p.jsonl");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("p.jsonl")), files.toList());
    }
  }

  @Test
  void write_refused_leavesTheOldFile() throws IOException {
    byte[] old = written(byHand(), "p.jsonl");
    TracedPreference good = byHand().examples().get(1);
    ResponsePair pair = new ResponsePair(Prompt.of("Hi"), "a", "\ud800");
    Preference bad = new Preference(pair, good.preference().guideline(), 1);
    TracedPreference example = new TracedPreference(bad, good.provenance(), good.margins());
    PreferenceFile file = new PreferenceFile(byHand().header(), List.of(good, example));
    assertEquals(
        "example 1: second: expected Unicode text, found a lone surrogate at index 0",
        assertThrows(IllegalArgumentException.class, () -> file.write(folder.resolve("p.jsonl")))
            .getMessage());
    assertArrayEquals(old, Files.readAllBytes(folder.resolve("p.jsonl")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void write_loneSurrogateInTheHeader_isRefused() {
    PreferenceHeader header = byHand().header();
    PreferenceFile file =
        new PreferenceFile(
            new PreferenceHeader(2, 1, "\udc00", "", JUDGE, header.report(), header.labels()),
            byHand().examples());
    String message =
        assertThrows(IllegalArgumentException.class, () -> file.write(folder.resolve("p.jsonl")))
            .getMessage();
    assertTrue(message.startsWith("header: expected Unicode text"), message);
  }

  @Test
  void write_scoreThatIsNotFinite_isRefused() {
    List<ScoredPrinciple> lines =
        List.of(new ScoredPrinciple(HONEST.stated(Polarity.AFFIRMED), Double.POSITIVE_INFINITY));
    TracedPreference example =
        traced(
            new Preference(byHand().preferences().get(1).pair(), guideline(lines), 1),
            new Provenance(0, 0, lines, 0, Choice.FIRST, null, false, false),
            new JudgeMargins(1, 1));
    PreferenceFile file = new PreferenceFile(byHand().header(), List.of(example, example));
    assertEquals(
        "example 0: score: expected a finite number, found Infinity",
        assertThrows(IllegalArgumentException.class, () -> file.write(folder.resolve("p.jsonl")))
            .getMessage());
  }

  @Test
  void create_sameInputs_giveTheSameBytes() throws IOException {
    byte[] bytes = written(created(42), "p.jsonl");
    assertArrayEquals(bytes, written(created(42), "q.jsonl"));
    assertEquals(
        "0d8960c34bd94abd56f2e5ceeab3ca437edab65665bde1ae26cea470628ccade",
        Hashing.sha256().hashBytes(bytes).toString());
    assertNotEquals(created(42).examples(), created(43).examples());
  }

  @Test
  void create_examples_areThoseOfTheReport_shuffled() {
    PreferenceFile file = created(42);
    assertEquals(file.header().report().emitted(), file.examples().size());
    assertEquals(20, file.header().report().pairs());
    List<Integer> order =
        file.examples().stream()
            .map(e -> e.provenance().pass() * 20 + e.provenance().sample())
            .toList();
    assertNotEquals(order.stream().sorted().toList(), order);
    assertEquals(order.size(), order.stream().distinct().count());
    assertEquals(PrincipleSet.of(CONCISE, HONEST).contentHash(), file.header().principles());
    assertEquals(JudgeReport.of(labels(20)), file.header().labels());
  }

  @Test
  void create_margins_areTheLabelsSeenFromTheExample() {
    List<PreferenceLabel> labels = labels(20);
    int exchanged = 0;
    for (TracedPreference example : created(42).examples()) {
      Provenance origin = example.provenance();
      exchanged += origin.exchanged() ? 1 : 0;
      for (int i = 0; i < origin.lines().size(); i++) {
        Principle principle = origin.lines().get(i).stated().principle();
        PreferenceLabel label =
            labels.get(2 * origin.sample() + (principle.equals(CONCISE) ? 0 : 1));
        JudgeMargins margins = example.margins().get(i);
        ResponsePair pair = example.preference().pair();
        assertEquals(label.pair(), origin.exchanged() ? pair.swapped() : pair);
        assertEquals(
            origin.exchanged() ? -label.marginSwapped() : label.marginInOrder(),
            margins.inOrder(),
            0);
        assertEquals(
            origin.exchanged() ? -label.marginInOrder() : label.marginSwapped(),
            margins.swapped(),
            0);
      }
    }
    assertTrue(exchanged > 5 && exchanged < created(42).examples().size() - 5);
  }

  @Test
  void create_settings_areTextWithoutIdentities() {
    CalibrationSettings settings =
        CalibrationSettings.defaults()
            .withRules(List.of(BannedPhrase.selfDescription(), new SameLanguage(new Silent())))
            .withOutput(LabelOutput.SOFT);
    PreferenceHeader header = PreferenceFile.create(labels(2), recipe(settings, 1)).header();
    String text = header.calibration();
    assertTrue(text.contains("probability=0.5"), text);
    assertTrue(text.contains("output=SOFT"), text);
    assertTrue(text.contains("SameLanguage[detector=" + Silent.class.getName() + "]"), text);
    assertEquals(
        List.of("banned phrase: As an AI language model", "same language"),
        List.copyOf(header.report().decidedByRule().keySet()));
  }

  /** Knows no language, and has no name of its own. */
  private static final class Silent implements io.github.salmon4j.core.language.LanguageDetector {

    @Override
    public Optional<String> detect(String text) {
      return Optional.empty();
    }
  }

  @Test
  void create_noLabels_isAnEmptyFileThatReadsBack() throws IOException {
    PreferenceFile none =
        PreferenceFile.create(List.of(), recipe(CalibrationSettings.defaults(), 1));
    written(none, "p.jsonl");
    assertEquals(none, PreferenceFile.read(folder.resolve("p.jsonl")));
    assertEquals(0, none.header().shareDecidedByRule());
  }

  @Test
  void header_shareDecidedByRule_isThatOfExamples() {
    assertEquals(0.5, byHand().header().shareDecidedByRule());
  }

  private static String changed(int line, String from, String to) {
    List<String> lines = new ArrayList<>(LINES);
    assertTrue(lines.get(line).contains(from), from);
    lines.set(line, lines.get(line).replace(from, to));
    return json(lines);
  }

  private void assertRefused(String text, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.jsonl"), text);
    String message =
        assertThrows(IllegalArgumentException.class, () -> PreferenceFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + expected), message);
  }

  @Test
  void read_badExample_namesLineAndPlace() throws IOException {
    assertRefused(
        changed(2, "'pass':0", "'pass':-1"), ":3: pass: expected an integer of 0 or more");
    assertRefused(changed(2, "'pass':0", "'pass':0.5"), ":3: pass: expected an integer");
    assertRefused(changed(2, "'sample':0", "'sample':99999999999"), ":3: sample: expected an");
    assertRefused(changed(2, "'exchanged':true", "'exchanged':1"), ":3: exchanged: expected true");
    assertRefused(
        changed(2, "'dominant':0", "'dominant':1"),
        ":3: dominant: expected an index below 1, found 1");
    assertRefused(changed(1, "'label':'FIRST'", "'label':'BOTH'"), ":2: label: expected one of");
    assertRefused(changed(1, ",'label':'FIRST'", ""), ":2: label: expected a string, found no");
    assertRefused(
        changed(1, "'text':'Be long.'", "'text':'Be brief.'"),
        ":2: principles[1].text: expected what the polarity shows of the principle, found");
    assertRefused(changed(1, "'score':1.5", "'score':'x'"), ":2: principles[0].score: expected a");
    assertRefused(changed(1, ",'rule':'r'", ",'ruled':'r'"), ":2: ruled: expected one of");
    assertRefused(
        changed(1, "'marginSwapped':4.9", "'margin':4.9"),
        ":2: principles[1].margin: expected one of");
    assertRefused(
        changed(1, "salmon4j-traced-preference-1", "salmon4j-preference-1"),
        ":2: format: expected \"salmon4j-traced-preference-1\"");
    assertRefused(changed(1, "'kind'", "kind"), ":2: column");
  }

  @Test
  void read_badHeader_isRefused() throws IOException {
    assertRefused(changed(0, "'seed':-7,", ""), ":1: header: expected that of a preference file");
    assertRefused(changed(0, "'seed':-7", "'seed':'x'"), ":1: header: expected that");
    assertRefused(changed(0, "'flipped':1", "'more':1,'flipped':1"), ":1: header: expected that");
    assertRefused(changed(0, "'abc'", "null"), ":1: header: expected that");
    assertRefused(changed(0, "-file-1", "-file-2"), ":1: ");
    assertRefused("", ": expected a header, found none");
    assertRefused(json(LINES.subList(1, 3)), ": expected a header, found none");
    assertRefused(json(LINES.subList(0, 2)), ": examples: expected 2, found 1");
  }

  @Test
  void format_traced_givesTheExamples_alsoOfFilesPutTogether() throws IOException {
    Path file = Files.writeString(folder.resolve("two.jsonl"), json(LINES) + json(LINES));
    List<Preference> twice = new ArrayList<>(byHand().preferences());
    twice.addAll(byHand().preferences());
    assertEquals(twice, Lines.read(file, PreferenceFormat.traced()));
    assertEquals("traced", PreferenceFormat.detect(file, Lines.GUIDELINE).toString());
    Files.writeString(file, json(LINES.subList(1, 3)));
    assertEquals("traced", PreferenceFormat.detect(file, Lines.GUIDELINE).toString());
  }

  @Test
  void format_traced_badLinesAreCounted_headersAreNot() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.jsonl"), changed(1, "'pass':0", "'pass':'x'") + "nonsense\n");
    ReadReport report = Lines.report(file, PreferenceFormat.traced());
    assertEquals(1, report.kept());
    assertEquals(List.of(2L, 4L), report.firstBad().stream().map(BadLine::number).toList());
    assertEquals(3, report.lines());
  }

  @Test
  void values_thatContradictThemselves_areRefused() {
    TracedPreference good = byHand().examples().get(0);
    assertEquals(
        "examples: expected 2, found 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PreferenceFile(byHand().header(), List.of(good)))
            .getMessage());
    for (List<JudgeMargins> margins :
        Arrays.asList(good.margins().subList(0, 1), List.<JudgeMargins>of())) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new TracedPreference(good.preference(), good.provenance(), margins));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TracedPreference(byHand().preferences().get(1), good.provenance(), good.margins()));
    assertEquals(
        "margins: expected finite numbers, found NaN, 1.0",
        assertThrows(IllegalArgumentException.class, () -> new JudgeMargins(Double.NaN, 1))
            .getMessage());
  }
}

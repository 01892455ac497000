package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.data.JudgeIdentity;
import io.github.salmon4j.core.data.PreferenceFile;
import io.github.salmon4j.core.data.PreferenceRecipe;
import io.github.salmon4j.core.labeling.Judge;
import io.github.salmon4j.core.labeling.JudgeSettings;
import io.github.salmon4j.core.labeling.LabelLog;
import io.github.salmon4j.core.labeling.LabelRun;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.sampling.PairSampler;
import io.github.salmon4j.core.sampling.SamplingSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that README.md shows for labeling is the code between the marks below, and it runs. */
class LabelingSnippetTest {

  private static final Path SOURCE =
      Path.of("src/test/java/io/github/salmon4j/onnx/LabelingSnippetTest.java");

  @TempDir Path temporary;

  private static void label(Path folder, List<Prompt> prompts, Path log, Path file) {
    // README begins
    try (OnnxLanguageModel model = OnnxLanguageModel.open(folder)) {
      SamplingSettings sampling = SamplingSettings.defaults(GenerationSettings.sampling(256));
      List<ResponsePair> pairs =
          new PairSampler(model, ChatTemplate.salmon(""), sampling)
              .sample(prompts, new RunSeed(42), Monitor.none())
              .pairs();
      PrincipleSet principles = BuiltInPrinciples.rewardData();
      Judge judge = new Judge(model, JudgeSettings.defaults());
      try (LabelLog kept = LabelLog.open(log, judge.identity("my model", principles))) {
        List<PreferenceLabel> labels =
            new LabelRun(judge, kept).label(pairs, principles, Monitor.none());
        JudgeIdentity who = new JudgeIdentity("my model", "", JudgeTemplate.standard().hash());
        CalibrationSettings calibration = CalibrationSettings.defaults();
        PreferenceFile.create(labels, new PreferenceRecipe(principles, calibration, 42, who))
            .write(file); // JSON lines; PreferenceFile.read(file).preferences() go into training
      }
    }
    // README ends
  }

  @Test
  void snippet_writesPreferencesThatCanBeRead() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("base"));
    CheckpointCopy.of("peft-seqcls/base", folder)
        .replace(
            "config.json", "\"max_position_embeddings\": 128", "\"max_position_embeddings\": 2048");
    Path log = temporary.resolve("labels.jsonl");
    Path file = temporary.resolve("preferences.jsonl.gz");
    label(folder, List.of(Prompt.of("Why?"), Prompt.of("Say something.")), log, file);
    int labeled = Files.readAllLines(log).size() - 1;
    assertTrue(labeled > 0, "pairs labeled: " + labeled);
    PreferenceFile read = PreferenceFile.read(file);
    assertEquals(read.header().examples(), read.preferences().size());
  }

  @Test
  void readme_showsTheSnippet() throws IOException {
    List<String> source = Files.readAllLines(SOURCE);
    int begin = source.indexOf("    // README begins");
    int end = source.indexOf("    // README ends");
    String snippet = String.join("\n", source.subList(begin + 1, end)).stripIndent();
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains("```java\n" + snippet.strip() + "\n```"));
  }
}

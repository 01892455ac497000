package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.rewardlearning.EncodedPairs;
import io.github.salmon4j.core.rewardlearning.PairEncoder;
import io.github.salmon4j.core.rewardlearning.RewardTrainer;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that README.md shows is the code between the marks below, and it runs. */
class ReadmeSnippetTest {

  private static final Path README = Path.of("README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/salmon4j/onnx/training/ReadmeSnippetTest.java");

  @TempDir Path temporary;

  private static void train(Path folder, List<Preference> preferences, Path adapter) {
    // README begins
    RewardTrainingSettings settings = RewardTrainingSettings.principleFineTuning();
    Trained lora = Trained.Lora.everywhere(16, 16);
    try (TrainingBase base = TrainingBase.open(folder, PassSettings.defaults());
        TrainableModel model = base.rewardModel("reward", lora, new SplittableRandom(42))) {
      EncodedPairs pairs = PairEncoder.of(base.tokenizer(), settings.limits()).encode(preferences);
      AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
      new RewardTrainer(model, optimizer, settings, new LoopSettings(4, 0))
          .train(
              TrainingData.of(pairs.pairs()),
              TrainingCursor.start(42),
              TrainingListener.none(),
              CheckpointHook.none(),
              Monitor.none());
      model.save(adapter); // a PEFT folder: OnnxRewardModel and Python read it
    }
    // README ends
  }

  @Test
  void snippet_trainsAnAdapterThatCanBeOpened() {
    Principle concise = Principle.of("Concise", "Few words.", "Many words.");
    Preference preference =
        new Preference(
            new ResponsePair(Prompt.of("Why?"), "So.", "It is so because it is so, and so on."),
            Guideline.of(concise),
            1);
    Path folder = TrainingGoldenTest.folder("peft-seqcls/base");
    Path adapter = temporary.resolve("adapter");
    Path longContext = withContext(folder);
    train(longContext, List.of(preference, preference.swapped()), adapter);
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    LoraAdapter opened = LoraAdapter.open(adapter, config);
    assertTrue(opened.scoreHead().isPresent());
    assertEquals(7 * config.dimensions().layers(), opened.factors().size());
  }

  /** The golden model, with a context that the template fits. */
  private Path withContext(Path folder) {
    try {
      Path copy = Files.createDirectory(temporary.resolve("base"));
      Files.copy(folder.resolve("model.safetensors"), copy.resolve("model.safetensors"));
      Path tokenizer = TrainingGoldenTest.folder("tokenizer").resolve("tokenizer.json");
      Files.copy(tokenizer, copy.resolve("tokenizer.json"));
      String config = Files.readString(folder.resolve("config.json"));
      Files.writeString(
          copy.resolve("config.json"),
          config.replaceFirst(
              "\"max_position_embeddings\": *\\d+", "\"max_position_embeddings\": 2048"));
      return copy;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void readme_showsTheSnippet() throws IOException {
    List<String> source = Files.readAllLines(SOURCE);
    int begin = source.indexOf("    // README begins");
    int end = source.indexOf("    // README ends");
    String snippet = String.join("\n", source.subList(begin + 1, end)).stripIndent();
    assertTrue(Files.readString(README).contains("```java\n" + snippet.strip() + "\n```"));
  }
}

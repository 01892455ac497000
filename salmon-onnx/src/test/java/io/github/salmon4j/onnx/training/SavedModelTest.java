package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was trained is served as it was trained, and gone on from to the last bit. */
class SavedModelTest {

  private static final Path LLAMA = TrainingGoldenTest.folder("peft-seqcls/base");
  private static final Path TIED = TrainingGoldenTest.folder("llama-tied-linear");
  private static final TokenBatch BATCH =
      new TokenBatch(List.of(sequence(1, 4, 6), sequence(2, 2, 9)));

  @TempDir Path folder;

  private static TokenSequence sequence(int seed, int prompt, int response) {
    Random random = new Random(seed);
    return new TokenSequence(
        TokenIds.of(random.ints(prompt, 3, 250).toArray()),
        TokenIds.of(random.ints(response, 3, 250).toArray()));
  }

  private static void move(TrainableModel model) {
    Random random = new Random(11);
    for (Parameter parameter : model.parameters()) {
      for (int i = 0; i < parameter.values().limit(); i++) {
        float moved = parameter.values().get(i) + (float) (0.05 * random.nextGaussian());
        parameter.values().put(i, moved);
      }
    }
  }

  private static FloatMatrix outputs(TrainableModel model) {
    try (Pass pass = model.forward(BATCH)) {
      return pass.outputs();
    }
  }

  @Test
  void rewardAdapter_servedAndReopened_givesTheSameScores() {
    Trained.Lora lora = new Trained.Lora(3, 6, Set.of(Projection.V, Projection.UP), Set.of(0, 1));
    Path saved = folder.resolve("adapter");
    try (TrainingBase base = TrainingBase.open(LLAMA, PassSettings.defaults());
        TrainableModel reward = base.rewardModel("rm", lora, new Random(1))) {
      move(reward);
      reward.save(saved);
      FloatMatrix expected = outputs(reward);
      try (TrainableModel again =
          base.rewardModel("rm", new Trained.Adapter(saved), new Random(2))) {
        assertEquals(expected, outputs(again));
      }
      try (OnnxRewardModel served =
          OnnxRewardModel.open(LLAMA, saved, RewardModelSettings.defaults())) {
        List<TokenIds> inputs = BATCH.sequences().stream().map(TokenSequence::tokens).toList();
        List<Double> scores = served.scoreTokens(inputs, Monitor.none());
        for (int row = 0; row < 2; row++) {
          assertEquals(expected.get(row, 0), scores.get(row), 1e-5);
        }
      }
      assertThrows(java.io.UncheckedIOException.class, () -> reward.save(saved));
    }
    assertTrue(Files.exists(saved.resolve("salmon4j.json")), "names its template");
    LoraAdapter read = LoraAdapter.open(saved, ModelConfig.read(LLAMA.resolve("config.json")));
    assertEquals(4, read.factors().size());
    read.factors().values().forEach(f -> assertEquals(2, f.scale(), "alpha 6 over rank 3"));
  }

  @Test
  void policyCheckpoint_served_givesTheSameLogProbs() {
    Path saved = folder.resolve("checkpoint");
    try (TrainingBase base = TrainingBase.open(TIED, PassSettings.defaults());
        TrainableModel policy = base.policy("policy", new Trained.Everything(), 1, new Random(1))) {
      move(policy);
      policy.save(saved);
      FloatMatrix expected = outputs(policy);
      try (OnnxLanguageModel served = OnnxLanguageModel.open(saved, EngineSettings.defaults())) {
        List<TokenLogProbs> found = served.logProbs(BATCH.sequences(), 1, Monitor.none());
        for (int row = 0; row < 2; row++) {
          for (int t = 0; t < found.get(row).size(); t++) {
            assertEquals(expected.get(row, t), found.get(row).get(t), 2e-5);
          }
        }
      }
      try (TrainingBase reopened = TrainingBase.open(saved, PassSettings.defaults());
          TrainableModel again =
              reopened.policy("policy", new Trained.HeadOnly(), 1, new Random(1))) {
        assertEquals(expected, outputs(again));
      }
    }
  }

  @Test
  void save_whatCannotBe_saysSo() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PassSettings.defaults())) {
      TrainableModel reference = base.policy("reference", new Trained.HeadOnly(), 1, new Random(1));
      assertThrows(IllegalStateException.class, () -> reference.save(folder.resolve("reference")));
      try (TrainableModel value =
          base.valueModel("value", new Trained.Everything(), new Random(1))) {
        String message =
            assertThrows(IllegalStateException.class, () -> value.save(folder.resolve("value")))
                .getMessage();
        assertTrue(message.contains("train an adapter instead"), message);
      }
      reference.close();
      assertThrows(IllegalStateException.class, () -> reference.save(folder.resolve("closed")));
    }
    assertFalse(Files.exists(folder.resolve("reference")));
  }
}

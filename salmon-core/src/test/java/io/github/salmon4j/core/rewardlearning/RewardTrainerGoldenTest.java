package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.training.BagRewardModel;
import io.github.salmon4j.core.training.GoldenRun;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.ToyRun;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Against torch: 30 steps with soft labels, margins, weights and centering. */
class RewardTrainerGoldenTest {

  private static final Guideline GUIDELINE = Guideline.of(Principle.of("Kindness", "Be kind."));

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void train_equalsTorch(int microBatch) {
    JsonNode golden = GoldenRun.read("reward.json");
    float[] start = GoldenRun.floats(golden.get("start"));
    BagRewardModel model = new BagRewardModel(start[7], Arrays.copyOf(start, 7));
    RewardTrainer trainer =
        new RewardTrainer(
            model,
            new AdamW(model.parameters(), AdamW.Settings.defaults()),
            settings(golden.get("config")),
            new LoopSettings(microBatch, 0));
    ToyRun<PreferenceReport> run = new ToyRun<>();
    long seed = golden.get("config").get("seed").asLong();
    TrainingCursor end =
        trainer.train(
            TrainingData.of(pairs(golden.get("pairs"))),
            TrainingCursor.start(seed),
            run,
            run,
            Monitor.none());
    assertEquals(30, end.step());
    GoldenRun.assertSteps(golden.get("steps"), run.steps);
    float[] found = Arrays.copyOf(model.weights.copy(), 8);
    found[7] = model.bias.get(0);
    GoldenRun.assertValues(start, GoldenRun.floats(golden.get("end")), found);
  }

  private static RewardTrainingSettings settings(JsonNode config) {
    return new RewardTrainingSettings(
        config.get("rate").asDouble(),
        config.get("warmup").asDouble(),
        config.get("epochs").asInt(),
        config.get("batch").asInt(),
        config.get("norm").asDouble(),
        config.get("centering").asDouble(),
        new RewardInputLimits(1, 1, 3));
  }

  private static List<EncodedPair> pairs(JsonNode array) {
    List<EncodedPair> pairs = new ArrayList<>();
    for (JsonNode pair : array) {
      PairTarget target =
          new PairTarget(
              pair.get("probability").asDouble(),
              pair.get("margin").asDouble(),
              pair.get("weight").asDouble());
      pairs.add(
          new EncodedPair(
              GoldenRun.ids(pair.get("first")),
              GoldenRun.ids(pair.get("second")),
              GUIDELINE,
              target,
              pairs.size()));
    }
    return pairs;
  }
}

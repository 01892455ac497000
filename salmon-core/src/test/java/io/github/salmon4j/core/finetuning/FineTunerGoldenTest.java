package io.github.salmon4j.core.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.BigramModel;
import io.github.salmon4j.core.training.DataOrder;
import io.github.salmon4j.core.training.GoldenRun;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.ToyRun;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingSettings;
import io.github.salmon4j.language.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Against torch: 30 steps, batch order, clipping, schedule and all. */
class FineTunerGoldenTest {

  @ParameterizedTest
  @CsvSource({"token_mean.json, 3", "token_mean.json, 100", "sequence_mean.json, 1"})
  void train_equalsTorch(String file, int microBatch) {
    JsonNode golden = GoldenRun.read(file);
    JsonNode config = golden.get("config");
    BigramModel model = new BigramModel(7, GoldenRun.floats(golden.get("start")));
    AdamW.Settings adam = new AdamW.Settings(0.9, 0.999, 1e-8, config.get("decay").asDouble());
    FineTuner tuner =
        new FineTuner(
            model,
            new AdamW(model.parameters(), adam),
            settings(config, Aggregation.valueOf(golden.get("aggregation").asString())),
            new LoopSettings(microBatch, 0));
    ToyRun<LikelihoodReport> run = new ToyRun<>();
    List<EncodedDemonstration> examples = examples(golden.get("demonstrations"));
    long seed = config.get("seed").asLong();
    TrainingCursor end =
        tuner.train(
            TrainingData.of(examples), TrainingCursor.start(seed), run, run, Monitor.none());
    assertEquals(new TrainingCursor(seed, 10, 0, 30), end);
    GoldenRun.assertSteps(golden.get("steps"), run.steps);
    GoldenRun.assertValues(
        GoldenRun.floats(golden.get("start")),
        GoldenRun.floats(golden.get("end")),
        model.table.copy());
    GoldenRun.assertClose(
        golden.get("meanLoss").asDouble(),
        tuner.evaluate(examples, Monitor.none()).meanLoss(),
        "mean loss");
    assertArrayEquals(
        GoldenRun.ids(golden.get("permutation")).toArray(),
        new DataOrder(examples.size(), 8, seed).permutation(9));
  }

  private static FineTuningSettings settings(JsonNode config, Aggregation aggregation) {
    return new FineTuningSettings(
        new TrainingSettings(
            config.get("epochs").asInt(),
            config.get("batch").asInt(),
            config.get("rate").asDouble(),
            Decay.COSINE,
            new Warmup.Ratio(config.get("warmup").asDouble()),
            config.get("norm").asDouble()),
        aggregation);
  }

  private static List<EncodedDemonstration> examples(JsonNode demonstrations) {
    List<EncodedDemonstration> examples = new ArrayList<>();
    for (JsonNode demonstration : demonstrations) {
      TokenSequence sequence =
          new TokenSequence(
              GoldenRun.ids(demonstration.get(0)), GoldenRun.ids(demonstration.get(1)));
      examples.add(new EncodedDemonstration(sequence, examples.size()));
    }
    return examples;
  }
}

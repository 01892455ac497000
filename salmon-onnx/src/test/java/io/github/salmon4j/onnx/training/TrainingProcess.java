package io.github.salmon4j.onnx.training;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.CheckpointDescription;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Retention;
import io.github.salmon4j.core.checkpoint.SavedRun;
import io.github.salmon4j.core.finetuning.EncodedDemonstration;
import io.github.salmon4j.core.finetuning.FineTuner;
import io.github.salmon4j.core.finetuning.FineTuningSettings;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.core.training.TrainingSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A fine-tuning run that saves after every other step, from wherever it stopped. */
final class TrainingProcess {

  private TrainingProcess() {}

  /** Trains to the end, with the checkpoints in a folder, and says so. */
  public static void main(String[] args) {
    System.out.println("started");
    System.out.println("finished " + run(Path.of(args[0])));
  }

  /** {@return a hash of the parameters at the end} */
  static int run(Path checkpoints) {
    Path base = TrainingGoldenTest.folder("llama-tied-linear");
    try (CheckpointStore store = CheckpointStore.open(checkpoints, Retention.last(2));
        TrainingBase model = TrainingBase.open(base, new PassSettings(2, 40, 1));
        TrainableModel policy =
            model.policy("policy", Trained.Lora.everywhere(4, 8), 1, new Random(3))) {
      SavedRun run = new SavedRun(store, 2, TrainingProcess::described, List.of());
      AdamW.Settings adam = AdamW.Settings.defaults();
      Optional<SavedRun.Resumed> stopped = run.resume(policy.parameters(), adam);
      AdamW optimizer =
          stopped
              .map(SavedRun.Resumed::optimizer)
              .orElseGet(() -> new AdamW(policy.parameters(), adam));
      TrainingCursor from = stopped.map(SavedRun.Resumed::cursor).orElse(TrainingCursor.start(42));
      TrainingSettings training =
          new TrainingSettings(
              50, 4, 1e-2, LearningRateSchedule.Decay.COSINE, new Warmup.Steps(3), 1);
      new FineTuner(
              policy,
              optimizer,
              new FineTuningSettings(training, Aggregation.TOKEN_MEAN),
              new LoopSettings(4, 0))
          .train(TrainingData.of(examples()), from, TrainingListener.none(), run, Monitor.none());
      return hash(policy.parameters());
    }
  }

  private static CheckpointDescription described(long step) {
    return new CheckpointDescription(step, "test", "", "", Map.of());
  }

  private static List<EncodedDemonstration> examples() {
    List<EncodedDemonstration> examples = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 16; i++) {
      TokenIds all = TokenIds.of(random.ints(8 + i % 5, 3, 250).toArray());
      examples.add(
          new EncodedDemonstration(
              new TokenSequence(all.slice(0, 3), all.slice(3, all.size())), i));
    }
    return examples;
  }

  private static int hash(List<Parameter> parameters) {
    int hash = 0;
    for (Parameter parameter : parameters) {
      float[] values = new float[parameter.values().limit()];
      parameter.values().get(0, values);
      hash = 31 * hash + Arrays.hashCode(values);
    }
    return hash;
  }
}

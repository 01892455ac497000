package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.rewardlearning.EncodedPair;
import io.github.salmon4j.core.rewardlearning.PairEncoder;
import io.github.salmon4j.core.rewardlearning.PreferenceReport;
import io.github.salmon4j.core.rewardlearning.RewardInputLimits;
import io.github.salmon4j.core.rewardlearning.RewardTrainer;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.Preference;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Trains a reward model on preferences: an adapter and a scalar head over the base. */
final class RewardTraining {

  private static final int RANK = 16;
  private static final int BATCH = 32;
  private static final RewardTrainingSettings SETTINGS =
      new RewardTrainingSettings(2e-3, 0.03, 1, BATCH, 1, 0, new RewardInputLimits(64, 80, 512));

  private RewardTraining() {}

  /**
   * Trains a reward model and saves its adapter.
   *
   * @param base what it is trained over
   * @param preferences what it learns
   * @param seed of the adapter's first values and of the order of examples
   * @param folder where to; nothing may be there
   * @param monitor hears of steps and may cancel
   */
  static void train(
      TrainingBase base, List<Preference> preferences, long seed, Path folder, Monitor monitor) {
    List<EncodedPair> pairs =
        PairEncoder.of(base.tokenizer(), SETTINGS.limits()).encode(preferences).pairs();
    try (TrainableModel model =
        base.rewardModel("reward", Trained.Lora.everywhere(RANK, RANK), new Random(seed))) {
      AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
      new RewardTrainer(model, optimizer, SETTINGS, new LoopSettings(BATCH, 0))
          .train(
              TrainingData.of(pairs),
              TrainingCursor.start(seed),
              TrainingListener.<PreferenceReport>none(),
              CheckpointHook.none(),
              monitor);
      model.save(folder);
    }
  }
}

package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.rewardlearning.EncodedPair;
import io.github.salmon4j.core.rewardlearning.PairTarget;
import io.github.salmon4j.core.rewardlearning.PairwiseReport;
import io.github.salmon4j.core.rewardlearning.PreferenceReport;
import io.github.salmon4j.core.rewardlearning.RewardInputLimits;
import io.github.salmon4j.core.rewardlearning.RewardTrainer;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.StepReport;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/**
 * A reward model over a story teller learns to tell pieces of stories from the same tokens
 * shuffled: no count of tokens and no length gives them away.
 */
class RewardLearningTest {

  private static final int BEGIN = 1;
  private static final int PIECE = 24;
  private static final int PIECES = 10;
  private static final Guideline ORDER = Guideline.of(Principle.of("Order", "Tell it in order."));

  /** When to stop, measured on stories of their own. */
  private static final double ENOUGH = 0.98;

  private static int sample(float[] logits, Random random) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.length; id++) {
      double noisy = logits[id] - Math.log(-Math.log(random.nextDouble())); // Gumbel
      if (noisy > highest) {
        highest = noisy;
        best = id;
      }
    }
    return best;
  }

  private static TokenIds story(LlamaModel model, Random random) {
    int[] ids = new int[PIECES * PIECE];
    try (Decoder decoder = model.decoder(1, Monitor.none())) {
      decoder.open(0, TokenIds.of(BEGIN));
      for (int t = 0; t < ids.length; t++) {
        ids[t] = sample(decoder.logits(0), random);
        decoder.append(ids[t]);
      }
    }
    return TokenIds.of(ids);
  }

  private static TokenIds shuffled(TokenIds piece, Random random) {
    List<Integer> ids = new ArrayList<>(piece.stream().boxed().toList());
    Collections.shuffle(ids, random);
    return TokenIds.of(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Pieces of whole stories, so that no story is on two sides of a division. */
  private static List<EncodedPair> pairs(LlamaModel model, int stories, Random random) {
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < stories; i++) {
      TokenIds story = story(model, random);
      for (int from = 0; from < story.size(); from += PIECE) {
        TokenIds piece = story.slice(from, from + PIECE);
        TokenIds other = shuffled(piece, random);
        int source = pairs.size();
        pairs.add(
            source % 2 == 0
                ? new EncodedPair(piece, other, ORDER, PairTarget.of(1), source)
                : new EncodedPair(other, piece, ORDER, PairTarget.of(0), source));
      }
    }
    return pairs;
  }

  /** Cancels the run as soon as a measured set is good enough. */
  private static final class Stop implements TrainingListener<PreferenceReport>, Monitor {

    private boolean enough;

    @Override
    public void onStep(StepReport report) {}

    @Override
    public void onEvaluation(long step, String set, PreferenceReport report) {
      enough = report.overall().accuracy() >= ENOUGH;
    }

    @Override
    public void progressed(long done, long total) {}

    @Override
    public boolean isCancelled() {
      return enough;
    }
  }

  private static RewardTrainer trainer(TrainableModel model) {
    RewardTrainingSettings settings =
        new RewardTrainingSettings(
            3e-3, 0.03, 10, 32, 1, 0, new RewardInputLimits(1, PIECE, 2 * PIECE));
    AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
    return new RewardTrainer(model, optimizer, settings, new LoopSettings(32, 10));
  }

  private static void train(RewardTrainer trainer, TrainingData<EncodedPair> data) {
    Stop stop = new Stop();
    try {
      trainer.train(data, TrainingCursor.start(1), stop, CheckpointHook.none(), stop);
    } catch (CancellationException goodEnough) {
      assertTrue(stop.enough, "stopped for no other reason");
    }
  }

  @Test
  void lowRank_learnsToTellStoriesFromShuffledOnes() {
    Path stories = SharedData.folder("stories260K");
    Random random = new Random(1);
    TrainingData<EncodedPair> data;
    List<EncodedPair> held;
    try (LlamaModel teller =
        LlamaModel.language(
            Checkpoint.open(stories), LoraAdapter.none(), EngineSettings.defaults())) {
      data =
          new TrainingData<>(
              pairs(teller, 60, random), Map.of("validation", pairs(teller, 20, random)));
      held = pairs(teller, 40, random);
    }
    try (TrainingBase base = TrainingBase.open(stories, PassSettings.defaults());
        TrainableModel model =
            base.rewardModel("reward", Trained.Lora.everywhere(16, 32), new Random(1))) {
      RewardTrainer trainer = trainer(model);
      PairwiseReport before = trainer.evaluate(held, Monitor.none()).overall();
      train(trainer, data);
      PairwiseReport after = trainer.evaluate(held, Monitor.none()).overall();
      assertTrue(
          after.accuracy() >= 0.95,
          "held-out accuracy: " + before.accuracy() + " before, " + after.accuracy() + " after");
    }
  }
}

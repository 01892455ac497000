package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.finetuning.EncodedDemonstration;
import io.github.salmon4j.core.finetuning.FineTuner;
import io.github.salmon4j.core.finetuning.FineTuningSettings;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.core.training.TrainingSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A language model trained on stories learns to count: from two tokens on, in steps of 1 to 3, from
 * starts that it never saw in training.
 */
class FineTuningTest {

  private static final int BEGIN = 1;

  /** The vocabulary without special tokens and single bytes. */
  private static final int FIRST_WORD = 259;

  private static final int WORDS = 253;

  /**
   * What may be left of the held-out loss. One who knows which words occur, but cannot count, keeps
   * nearly half of it: log 253 of 11.7 nats.
   */
  private static final double LEFT = 0.2;

  @TempDir Path folder;

  private static boolean isHeldOut(int start, int stride) {
    return (7 * start + 3 * stride) % 5 == 0;
  }

  private static TokenSequence counting(int start, int stride) {
    int[] ids = new int[16];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = FIRST_WORD + (start + stride * i) % WORDS;
    }
    return new TokenSequence(
        TokenIds.of(BEGIN, ids[0], ids[1]), TokenIds.of(ids).slice(2, ids.length));
  }

  private static List<EncodedDemonstration> demonstrations(boolean heldOut) {
    List<EncodedDemonstration> examples = new ArrayList<>();
    for (int stride = 1; stride <= 3; stride++) {
      for (int start = 0; start < WORDS; start++) {
        if (isHeldOut(start, stride) == heldOut) {
          examples.add(new EncodedDemonstration(counting(start, stride), examples.size()));
        }
      }
    }
    return examples;
  }

  private static FloatMatrix outputs(TrainableModel model) {
    TokenBatch batch = new TokenBatch(List.of(counting(5, 1), counting(9, 3)));
    try (Pass pass = model.forward(batch)) {
      return pass.outputs();
    }
  }

  private static FineTuner tuner(TrainableModel model, double learningRate) {
    TrainingSettings training =
        new TrainingSettings(6, 32, learningRate, Decay.COSINE, new Warmup.Ratio(0.03), 1);
    return new FineTuner(
        model,
        new AdamW(model.parameters(), AdamW.Settings.defaults()),
        new FineTuningSettings(training, Aggregation.TOKEN_MEAN),
        new LoopSettings(32, 0));
  }

  private static double loss(TrainableModel model) {
    return tuner(model, 1).evaluate(demonstrations(true), Monitor.none()).meanLoss();
  }

  /** Trains, and checks the loss on what was held out, which it gives back. */
  private static double assertLearns(TrainableModel model, double learningRate) {
    double before = loss(model);
    tuner(model, learningRate)
        .train(
            TrainingData.of(demonstrations(false)),
            TrainingCursor.start(1),
            TrainingListener.none(),
            CheckpointHook.none(),
            Monitor.none());
    double after = loss(model);
    assertTrue(after < LEFT * before, "held-out loss: " + before + " before, " + after + " after");
    return after;
  }

  @Test
  void lowRank_learnsToCountAndIsReopened() {
    Path stories = SharedData.folder("stories260K");
    Path saved = folder.resolve("adapter");
    try (TrainingBase base = TrainingBase.open(stories, PassSettings.defaults());
        TrainableModel reference = base.policy("old", new Trained.HeadOnly(), 1, new Random(1));
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(16, 32), 1, new Random(1))) {
      FloatMatrix unchanged = outputs(reference);
      assertEquals(unchanged, outputs(policy), "an untrained update adds 0");
      double after = assertLearns(policy, 1e-2);
      assertEquals(unchanged, outputs(reference), "the base is as it was");
      policy.save(saved);
      try (TrainableModel again =
          base.policy("policy", new Trained.Adapter(saved), 1, new Random(2))) {
        assertEquals(after, loss(again));
      }
    }
  }

  @Test
  void everything_learnsToCountAndIsReopened() {
    Path stories = SharedData.folder("stories260K");
    Path saved = folder.resolve("checkpoint");
    double after;
    try (TrainingBase base = TrainingBase.open(stories, PassSettings.defaults());
        TrainableModel reference = base.policy("old", new Trained.HeadOnly(), 1, new Random(1));
        TrainableModel policy = base.policy("policy", new Trained.Everything(), 1, new Random(1))) {
      FloatMatrix unchanged = outputs(reference);
      after = assertLearns(policy, 3e-3);
      assertEquals(unchanged, outputs(reference), "the base is as it was");
      policy.save(saved);
    }
    try (TrainingBase base = TrainingBase.open(saved, PassSettings.defaults());
        TrainableModel again = base.policy("policy", new Trained.Everything(), 1, new Random(2))) {
      assertEquals(after, loss(again));
    }
  }
}

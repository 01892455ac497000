package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenLikelihood;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.rewardlearning.PairTarget;
import io.github.salmon4j.core.rewardlearning.PairTargets;
import io.github.salmon4j.core.rewardlearning.PairwiseLoss;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A hundred steps of training have PyTorch's losses, each within 1e-3 of it. */
class LearningCurveGoldenTest {

  private static final int ROWS = 32;

  @ParameterizedTest
  @ValueSource(ints = {0, Integer.MAX_VALUE})
  void fineTuning_hasTorchsCurve(int keptLayers) {
    Path folder = TrainingGoldenTest.folder("llama-tied-linear");
    try (TrainingBase base = TrainingBase.open(folder, new PassSettings(2, 40, keptLayers));
        TrainableModel model = base.policy("m", new Trained.Everything(), 1, new Random(1))) {
      assertCurve(
          "fine_tuning",
          model,
          LearningCurveGoldenTest::answers,
          (batch, outputs) ->
              TokenLikelihood.loss(outputs, Aggregation.TOKEN_MEAN.weights(batch.validTokens())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Integer.MAX_VALUE})
  void rewardLearning_hasTorchsCurve(int keptLayers) {
    Path folder = TrainingGoldenTest.folder("peft-seqcls/base");
    Trained adapter = new Trained.Adapter(folder.resolveSibling("adapter"));
    try (TrainingBase base = TrainingBase.open(folder, new PassSettings(2, 40, keptLayers));
        TrainableModel model = base.rewardModel("m", adapter, new Random(1))) {
      assertCurve(
          "reward",
          model,
          LearningCurveGoldenTest::pairs,
          (batch, outputs) -> {
            List<PairTarget> targets = new ArrayList<>();
            for (int i = 0; i < batch.size(); i += 2) {
              targets.add(PairTarget.of(firstIsBetter(batch, i) ? 1 : 0));
            }
            return PairwiseLoss.plain().loss(outputs, PairTargets.of(targets));
          });
    }
  }

  private static void assertCurve(
      String name,
      DifferentiableModel model,
      IntFunction<TokenBatch> data,
      BiFunction<TokenBatch, FloatMatrix, Loss> lossOf) {
    JsonNode curve = TrainingGoldenTest.golden("curves.json").get(name);
    AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
    LearningRateSchedule schedule =
        new LearningRateSchedule(
            1e-3, LearningRateSchedule.Decay.COSINE, new Warmup.Steps(10), curve.size());
    for (int step = 0; step < curve.size(); step++) {
      TokenBatch batch = data.apply(step);
      double value;
      try (Pass pass = model.forward(batch)) {
        Loss loss = lossOf.apply(batch, pass.outputs());
        value = loss.value();
        pass.backward(loss.gradient());
      }
      double norm = GradientNorm.clipInPlace(model.parameters(), 1);
      optimizer.step(schedule.at(step));
      double expected = curve.get(step).get("loss").asDouble();
      assertEquals(expected, value, 1e-3 * expected, "loss of step " + step);
      double expectedNorm = curve.get(step).get("norm").asDouble();
      assertEquals(expectedNorm, norm, 5e-3 * expectedNorm, "norm of step " + step);
    }
  }

  private static TokenBatch answers(int step) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      int row = (8 * step + k) % ROWS;
      int prompt = 3 + row % 4;
      TokenIds all = tokens(row, prompt + 5 + row % 9);
      sequences.add(new TokenSequence(all.slice(0, prompt), all.slice(prompt, all.size())));
    }
    return new TokenBatch(sequences);
  }

  private static TokenBatch pairs(int step) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      int row = (4 * step + k) % (ROWS / 2);
      for (int side = 0; side < 2; side++) {
        TokenIds all = tokens(2 * row + side, 6 + (row + 3 * side) % 7);
        sequences.add(new TokenSequence(all, TokenIds.empty()));
      }
    }
    return new TokenBatch(sequences);
  }

  private static boolean firstIsBetter(TokenBatch batch, int first) {
    TokenIds tokens = batch.sequences().get(first).prompt();
    for (int row = 0; row < ROWS / 2; row++) {
      if (tokens.equals(tokens(2 * row, tokens.size()))) {
        return row % 3 != 0;
      }
    }
    throw new IllegalStateException("expected a row of the formula, found " + tokens);
  }

  private static TokenIds tokens(int row, int length) {
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = 3 + (31 * row + 7 * i + row * i * i) % 253;
    }
    return TokenIds.of(ids);
  }
}

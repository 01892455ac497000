package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy generates with the parameters that it trains. */
class LivePolicyTest {

  private static final Path LLAMA = Golden.folder("peft-seqcls/base");
  private static final Path ADAPTER = Golden.folder("peft-seqcls/adapter");
  private static final PassSettings PASSES = new PassSettings(2, 40, 1);
  private static final EngineSettings MAPPED =
      EngineSettings.defaults().withPacking(WeightPacking.MAPPED).withThreads(1);

  @TempDir Path folder;

  private static Stream<Trained> ways() {
    return Stream.of(
        Trained.Lora.everywhere(4, 8),
        new Trained.Lora(2, 4, Set.of(Projection.Q, Projection.DOWN), Set.of(1)),
        new Trained.Adapter(ADAPTER),
        new Trained.Everything(),
        new Trained.HeadOnly());
  }

  private static Stream<Trained> moving() {
    return ways().filter(way -> !(way instanceof Trained.HeadOnly));
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

  private static List<TokenIds> prompts() {
    return Stream.of(3, 1, 7, 12)
        .map(length -> TokenIds.of(new Random(length).ints(length, 3, 250).toArray()))
        .toList();
  }

  private static List<Generation> generate(LanguageModel model, double temperature) {
    GenerationSettings settings = new GenerationSettings(20, temperature, 1, 0, Set.of(), Set.of());
    return model.generate(prompts(), settings, 5, Monitor.none());
  }

  private static TokenBatch batch(List<Generation> generations) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int row = 0; row < generations.size(); row++) {
      sequences.add(new TokenSequence(prompts().get(row), generations.get(row).response()));
    }
    return new TokenBatch(sequences);
  }

  private static FloatMatrix matrix(List<TokenLogProbs> rows, int columns) {
    float[] values = new float[rows.size() * columns];
    for (int row = 0; row < rows.size(); row++) {
      for (int t = 0; t < rows.get(row).size(); t++) {
        values[row * columns + t] = rows.get(row).get(t);
      }
    }
    return FloatMatrix.of(rows.size(), columns, values);
  }

  private static FloatMatrix outputs(TrainableModel model, TokenBatch batch) {
    try (Pass pass = model.forward(batch)) {
      return pass.outputs();
    }
  }

  private static void assertClose(FloatMatrix expected, FloatMatrix found) {
    for (int row = 0; row < expected.rows(); row++) {
      for (int t = 0; t < expected.columns(); t++) {
        float wanted = expected.get(row, t);
        assertEquals(wanted, found.get(row, t), 1e-5 * Math.max(1, -wanted), row + ", " + t);
      }
    }
  }

  private static double least(FloatMatrix logProbs) {
    double least = 0;
    for (float logProb : logProbs.toArray()) {
      least = Math.min(least, logProb);
    }
    return least;
  }

  /** What was sampled, what the model says again, and what training computes are the same. */
  private static void assertOnPolicy(Path base, Trained trained, double temperature) {
    try (TrainingBase opened = TrainingBase.open(base, PASSES);
        TrainableModel policy = opened.policy("policy", trained, temperature, new Random(1));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, MAPPED)) {
      move(policy);
      List<Generation> generations = generate(live, temperature);
      TokenBatch batch = batch(generations);
      int columns = batch.responseLength();
      FloatMatrix sampled =
          matrix(generations.stream().map(Generation::logProbs).toList(), columns);
      FloatMatrix trainedOn = outputs(policy, batch);
      assertClose(trainedOn, sampled);
      List<TokenLogProbs> again = live.logProbs(batch.sequences(), temperature, Monitor.none());
      assertClose(trainedOn, matrix(again, columns));
      RatioReport ratio =
          ClippedSurrogate.symmetric(0.2)
              .loss(
                  trainedOn, sampled, sampled, Aggregation.TOKEN_MEAN.weights(batch.validTokens()))
              .ratio();
      double rounding = 1e-5 * Math.max(1, -least(trainedOn));
      assertEquals(1, ratio.smallest(), rounding);
      assertEquals(1, ratio.largest(), rounding);
      assertEquals(0, ratio.negativeLogRatio(), 1e-5);
      assertEquals(0, ratio.divergence(), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void generate_underTraining_isOnPolicy(Trained trained) {
    assertOnPolicy(LLAMA, trained, 1);
    assertOnPolicy(LLAMA, trained, 0.7);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void generate_underTrainingOfStories_isOnPolicy(Trained trained) throws IOException {
    Path stories = SharedData.folder("stories260K");
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(stories.resolve(file), folder.resolve(file));
    }
    Files.copy(LLAMA.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    if (!(trained instanceof Trained.Adapter)) { // of a model of other sizes
      assertOnPolicy(folder, trained, 0.7);
    }
  }

  @ParameterizedTest
  @MethodSource("moving")
  void logProbs_afterAnOptimizerStep_areThoseOfTheNewParameters(Trained trained) {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel policy = base.policy("policy", trained, 0.7, new Random(1));
        TrainableModel frozen =
            base.policy("reference", new Trained.HeadOnly(), 0.7, new Random(1));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, MAPPED);
        OnnxLanguageModel reference = OnnxLanguageModel.over(frozen, MAPPED);
        OnnxLanguageModel plain = OnnxLanguageModel.open(LLAMA, MAPPED)) {
      TokenBatch batch = batch(generate(live, 0.7));
      List<TokenLogProbs> before = live.logProbs(batch.sequences(), 0.7, Monitor.none());
      List<TokenLogProbs> still = reference.logProbs(batch.sequences(), 0.7, Monitor.none());
      assertEquals(plain.logProbs(batch.sequences(), 0.7, Monitor.none()), still);
      AdamW optimizer = new AdamW(policy.parameters(), AdamW.Settings.defaults());
      try (Pass pass = policy.forward(batch)) {
        float[] gradient = new float[batch.size() * batch.responseLength()];
        Arrays.fill(gradient, -1);
        pass.backward(FloatMatrix.of(batch.size(), batch.responseLength(), gradient));
      }
      optimizer.step(0.01);
      List<TokenLogProbs> after = live.logProbs(batch.sequences(), 0.7, Monitor.none());
      assertNotEquals(before, after);
      assertClose(outputs(policy, batch), matrix(after, batch.responseLength()));
      assertEquals(still, reference.logProbs(batch.sequences(), 0.7, Monitor.none()));
    }
  }

  @Test
  void generate_freshAdapter_isTheReference() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, new Random(1));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, MAPPED);
        OnnxLanguageModel reference = OnnxLanguageModel.open(LLAMA, MAPPED)) {
      assertEquals(generate(reference, 0.7), generate(live, 0.7));
      assertEquals(reference.contextLength(), live.contextLength());
    }
  }

  @Test
  void generate_savedAndServed_isTheSame() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, new Random(1));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, MAPPED)) {
      move(policy);
      policy.save(folder.resolve("saved"));
      try (OnnxLanguageModel served =
          OnnxLanguageModel.open(LLAMA, folder.resolve("saved"), MAPPED)) {
        assertEquals(generate(served, 0.7), generate(live, 0.7));
      }
    }
  }

  @Test
  void policy_fromAnAdapter_startsAsServed() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel policy =
            base.policy("policy", new Trained.Adapter(ADAPTER), 0.7, new Random(1));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, MAPPED);
        OnnxLanguageModel served = OnnxLanguageModel.open(LLAMA, ADAPTER, MAPPED);
        OnnxLanguageModel bare = OnnxLanguageModel.open(LLAMA, MAPPED)) {
      List<Generation> expected = generate(served, 0.7);
      assertEquals(expected, generate(live, 0.7));
      assertNotEquals(expected, generate(bare, 0.7));
    }
  }

  /** The reward model's adapter, and a head of 0: the value model starts there. */
  @Test
  void valueModel_fromARewardAdapter_takesItsUpdatesAndNotItsHead() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel reward =
            base.rewardModel("rm", new Trained.Adapter(ADAPTER), new Random(1));
        TrainableModel value =
            base.valueModel("value", new Trained.Adapter(ADAPTER), new Random(1))) {
      assertEquals(reward.parameters().size(), value.parameters().size());
      int heads = 0;
      for (int i = 0; i < reward.parameters().size(); i++) {
        Parameter its = value.parameters().get(i);
        Parameter rewards = reward.parameters().get(i);
        assertEquals(rewards.name().substring(2), its.name().substring(5));
        boolean zero = its.values().mismatch(FloatBuffer.allocate(its.values().limit())) < 0;
        if (its.name().contains("score")) {
          heads++;
          assertTrue(zero, its.name());
        } else {
          assertEquals(rewards.values(), its.values());
          assertTrue(!zero, its.name());
        }
      }
      assertEquals(2, heads);
      TokenBatch batch =
          new TokenBatch(List.of(new TokenSequence(TokenIds.of(5, 6), TokenIds.of(7, 8))));
      assertEquals(FloatMatrix.of(1, 2, 0, 0), outputs(value, batch));
    }
  }

  @Test
  void over_whatIsNoPolicyInFloats_isRefused() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PASSES);
        TrainableModel value = base.valueModel("v", new Trained.HeadOnly(), new Random(1))) {
      TrainableModel policy = base.policy("p", new Trained.HeadOnly(), 1, new Random(1));
      assertEquals(
          "language model: expected a POLICY, found a VALUE",
          assertThrows(IllegalArgumentException.class, () -> OnnxLanguageModel.over(value, MAPPED))
              .getMessage());
      EngineSettings few = MAPPED.withPrecision(WeightPrecision.int8());
      assertEquals(
          "precision over a policy in training: expected float32, found int8",
          assertThrows(IllegalArgumentException.class, () -> OnnxLanguageModel.over(policy, few))
              .getMessage());
      policy.close();
      assertThrows(IllegalStateException.class, () -> OnnxLanguageModel.over(policy, MAPPED));
    }
  }
}

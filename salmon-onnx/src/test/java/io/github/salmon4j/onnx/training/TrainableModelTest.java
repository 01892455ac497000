package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainableModelTest {

  private static final Path TIED = TrainingGoldenTest.folder("llama-tied-linear");
  private static final Path LLAMA = TrainingGoldenTest.folder("peft-seqcls/base");
  private static final Path SCORING = TrainingGoldenTest.folder("llama-seqcls");
  private static final PassSettings WHOLE = new PassSettings(1, 10_000, 100);

  private static TokenSequence sequence(int seed, int prompt, int response) {
    Random random = new Random(seed);
    return new TokenSequence(
        TokenIds.of(random.ints(prompt, 3, 250).toArray()),
        TokenIds.of(random.ints(response, 3, 250).toArray()));
  }

  private static TokenBatch batch() {
    return new TokenBatch(
        List.of(sequence(1, 3, 9), sequence(2, 1, 4), sequence(3, 7, 0), sequence(4, 2, 17)));
  }

  private static FloatMatrix seeds(FloatMatrix like) {
    Random random = new Random(7);
    float[] seeds = new float[like.rows() * like.columns()];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = (float) random.nextGaussian();
    }
    return FloatMatrix.of(like.rows(), like.columns(), seeds);
  }

  private static Map<String, float[]> gradients(TrainableModel model) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      float[] values = new float[parameter.gradient().limit()];
      parameter.gradient().get(0, values);
      gradients.put(parameter.name(), values);
    }
    return gradients;
  }

  /** Factors B start at 0: moved off it, so that A has a gradient. */
  private static void moveOffZero(TrainableModel model) {
    Random random = new Random(11);
    for (Parameter parameter : model.parameters()) {
      for (int i = 0; i < parameter.values().limit(); i++) {
        float moved = parameter.values().get(i) + (float) (0.05 * random.nextGaussian());
        parameter.values().put(i, moved);
      }
    }
  }

  @Test
  void policy_forward_equalsTheLanguageModel() {
    TokenBatch batch = batch();
    try (TrainingBase base = TrainingBase.open(LLAMA, PassSettings.defaults());
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, new Random(1));
        Pass pass = policy.forward(batch);
        OnnxLanguageModel model = OnnxLanguageModel.open(LLAMA, EngineSettings.defaults())) {
      List<TokenLogProbs> expected = model.logProbs(batch.sequences(), 0.7, Monitor.none());
      assertEquals(17, pass.outputs().columns());
      for (int row = 0; row < batch.size(); row++) {
        for (int t = 0; t < 17; t++) {
          float wanted = t < expected.get(row).size() ? expected.get(row).get(t) : 0;
          assertEquals(wanted, pass.outputs().get(row, t), 1e-5 * Math.max(1, -wanted));
        }
      }
    }
  }

  @Test
  void rewardModel_forward_equalsTheServedOne() {
    TokenBatch batch = batch();
    List<TokenIds> inputs = batch.sequences().stream().map(TokenSequence::tokens).toList();
    try (TrainingBase base = TrainingBase.open(SCORING, PassSettings.defaults());
        TrainableModel reward = base.rewardModel("rm", new Trained.HeadOnly(), new Random(1));
        Pass pass = reward.forward(batch);
        OnnxRewardModel served = OnnxRewardModel.open(SCORING, RewardModelSettings.defaults())) {
      List<Double> expected = served.scoreTokens(inputs, Monitor.none());
      assertEquals(1, pass.outputs().columns());
      for (int row = 0; row < batch.size(); row++) {
        assertEquals(expected.get(row), pass.outputs().get(row, 0), 1e-5);
      }
    }
  }

  /** Threads, micro-batches, what is kept: none changes a gradient by more than rounding. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 100, 100000",
    "2, 20, 100, 100000",
    "1, 10000, 0, 100000",
    "1, 10000, 100, 1",
    "1, 10000, 0, 3000",
    "2, 12, 1, 100000",
    "3, 25, 0, 1000"
  })
  void backward_anySettings_givesTheSameGradient(int threads, int tokens, int kept, int logits) {
    PassSettings other = new PassSettings(threads, tokens, kept, logits);
    for (Path folder : List.of(TIED, LLAMA)) {
      for (Trained trained : List.of(Trained.Lora.everywhere(3, 6), new Trained.Everything())) {
        Map<String, float[]> expected = policyGradients(folder, WHOLE, trained);
        Map<String, float[]> found = policyGradients(folder, other, trained);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, gradient) -> assertClose(name, gradient, found.get(name)));
      }
    }
  }

  /** Rows beside much longer ones are padded wide; one alone is not padded at all. */
  @Test
  void backward_anyPadding_givesTheSameGradient() {
    Map<String, float[]> sum = new LinkedHashMap<>();
    FloatMatrix seeds;
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE);
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(3, 6), 0.7, new Random(1))) {
      moveOffZero(policy);
      try (Pass pass = policy.forward(batch())) {
        seeds = seeds(pass.outputs());
      }
      for (int row : new int[] {0, 1, 3}) {
        TokenBatch alone = new TokenBatch(List.of(batch().sequences().get(row)));
        try (Pass pass = policy.forward(alone)) {
          pass.backward(seeds.select(new int[] {row}, alone.responseLength()));
        }
      }
      sum.putAll(gradients(policy));
    }
    policyGradients(LLAMA, WHOLE, Trained.Lora.everywhere(3, 6))
        .forEach((name, gradient) -> assertClose(name, gradient, sum.get(name)));
  }

  private static void assertClose(String name, float[] expected, float[] found) {
    double squares = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (double) expected[i] * expected[i];
      error += Math.pow((double) expected[i] - found[i], 2);
    }
    assertTrue(squares > 0, name + ": a gradient that is all 0 shows nothing");
    double relative = Math.sqrt(error / squares);
    assertTrue(relative < 2e-6, name + ": relative error " + relative);
  }

  private static Map<String, float[]> policyGradients(
      Path folder, PassSettings settings, Trained trained) {
    try (TrainingBase base = TrainingBase.open(folder, settings);
        TrainableModel policy = base.policy("policy", trained, 0.7, new Random(1))) {
      moveOffZero(policy);
      try (Pass pass = policy.forward(batch())) {
        pass.backward(seeds(pass.outputs()));
      }
      return gradients(policy);
    }
  }

  @Test
  void backward_sameTwice_isBitForBitTheSame() {
    PassSettings settings = new PassSettings(2, 12, 100);
    Map<String, float[]> one = policyGradients(LLAMA, settings, new Trained.Everything());
    Map<String, float[]> two = policyGradients(LLAMA, settings, new Trained.Everything());
    one.forEach(
        (name, gradient) -> assertTrue(java.util.Arrays.equals(gradient, two.get(name)), name));
  }

  @Test
  void backward_twoPasses_addUp() {
    try (TrainingBase base = TrainingBase.open(LLAMA, new PassSettings(2, 12, 100));
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(2, 2), 1, new Random(1))) {
      moveOffZero(policy);
      for (int i = 0; i < 2; i++) {
        try (Pass pass = policy.forward(batch())) {
          pass.backward(seeds(pass.outputs()));
        }
        if (i == 0) {
          policy.parameters().forEach(p -> scale(p, 1));
        }
      }
      Map<String, float[]> twice = gradients(policy);
      policy.parameters().forEach(p -> scale(p, 0));
      try (Pass pass = policy.forward(batch())) {
        pass.backward(seeds(pass.outputs()));
      }
      gradients(policy)
          .forEach(
              (name, once) -> {
                for (int i = 0; i < once.length; i++) {
                  assertEquals(2 * once[i], twice.get(name)[i], 1e-5 + 1e-5 * Math.abs(once[i]));
                }
              });
    }
  }

  private static void scale(Parameter parameter, float factor) {
    for (int i = 0; i < parameter.gradient().limit(); i++) {
      parameter.gradient().put(i, factor * parameter.gradient().get(i));
    }
  }

  /** A policy starts where the reference stands: exactly, not nearly. */
  @Test
  void policyAndReference_overOneBase_areEqualAtFirst() {
    try (TrainingBase base = TrainingBase.open(LLAMA, PassSettings.defaults());
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, new Random(1));
        TrainableModel reference =
            base.policy("reference", new Trained.HeadOnly(), 0.7, new Random(1));
        Pass one = policy.forward(batch());
        Pass two = reference.forward(batch())) {
      assertEquals(two.outputs(), one.outputs());
      assertEquals(List.of(), reference.parameters());
      two.backward(seeds(two.outputs()));
    }
  }

  @Test
  void lora_onSomeLayers_trainsThoseAlone() {
    Trained.Lora lora =
        new Trained.Lora(2, 4, EnumSet.of(Projection.Q, Projection.DOWN), Set.of(1));
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE);
        TrainableModel value = base.valueModel("value", lora, new Random(1));
        Pass pass = value.forward(batch())) {
      assertEquals(
          List.of(
              "value/model.layers.1.self_attn.q_proj.lora_A",
              "value/model.layers.1.self_attn.q_proj.lora_B",
              "value/model.layers.1.mlp.down_proj.lora_A",
              "value/model.layers.1.mlp.down_proj.lora_B",
              "value/score.weight",
              "value/score.bias"),
          value.parameters().stream().map(Parameter::name).toList());
      assertEquals(0, pass.outputs().get(0, 0), "its head starts at 0");
      pass.backward(seeds(pass.outputs()));
      assertTrue(gradients(value).get("value/score.bias")[0] != 0);
    }
  }

  @Test
  void newRewardHead_isNormalOverTheRootOfTheWidth() {
    List<Double> weights = new ArrayList<>();
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE)) {
      int width = base.config().dimensions().hiddenSize();
      for (int seed = 0; seed < 50; seed++) {
        try (TrainableModel reward =
            base.rewardModel("rm", new Trained.HeadOnly(), new Random(seed))) {
          Parameter head = reward.parameters().get(0);
          for (int i = 0; i < width; i++) {
            weights.add(head.values().get(i) * Math.sqrt(width + 1.0));
          }
          assertEquals(0, reward.parameters().get(1).values().get(0));
        }
      }
    }
    double squares = weights.stream().mapToDouble(w -> w * w).average().orElseThrow();
    assertEquals(1, squares, 0.1);
  }

  @Test
  void pass_usedWrongly_isRefused() {
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE);
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(2, 2), 1, new Random(1))) {
      Pass pass = policy.forward(batch());
      FloatMatrix good = seeds(pass.outputs());
      assertThrows(IllegalArgumentException.class, () -> pass.backward(FloatMatrix.of(1, 1, 0)));
      float[] bad = good.toArray();
      bad[2] = Float.NaN;
      FloatMatrix nan = FloatMatrix.of(4, 17, bad);
      assertEquals(
          "gradient[0, 2]: expected a finite number, found NaN",
          assertThrows(IllegalArgumentException.class, () -> pass.backward(nan)).getMessage());
      assertTrue(allZero(policy), "a refused gradient changes nothing");
      bad[2] = 0;
      bad[9] = Float.NaN; // behind the 9 tokens of row 0
      pass.backward(FloatMatrix.of(4, 17, bad));
      assertTrue(!allZero(policy));
      assertThrows(IllegalStateException.class, () -> pass.backward(good));
      pass.close();
      pass.close();
    }
  }

  private static boolean allZero(TrainableModel model) {
    return gradients(model).values().stream()
        .allMatch(g -> java.util.Arrays.equals(g, new float[g.length]));
  }

  @Test
  void badInput_isNamed() {
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE)) {
      TrainableModel policy = base.policy("p", new Trained.HeadOnly(), 1, new Random(1));
      assertMessage(
          "prompt of row 1: expected 1 token or more, found none",
          policy,
          sequence(1, 2, 2),
          sequence(1, 0, 2));
      assertMessage(
          "sequence of row 0: expected at most 128 tokens, found 129", policy, sequence(1, 9, 120));
      TokenSequence unknown = new TokenSequence(TokenIds.of(1, 384), TokenIds.of(2));
      assertMessage("token of row 0: expected an id less than 384, found 384", policy, unknown);
      policy.close();
      policy.close();
      assertThrows(IllegalStateException.class, () -> policy.forward(batch()));
      assertThrows(
          IllegalArgumentException.class,
          () -> base.policy("p", new Trained.HeadOnly(), 0, new Random(1)));
      assertThrows(IllegalArgumentException.class, () -> Trained.Lora.everywhere(0, 1));
      assertThrows(IllegalArgumentException.class, () -> Trained.Lora.everywhere(1, 0));
      assertThrows(
          IllegalArgumentException.class, () -> new Trained.Lora(1, 1, Set.of(), Set.of()));
      assertThrows(IllegalArgumentException.class, () -> new PassSettings(-1, 1, 0));
      assertThrows(IllegalArgumentException.class, () -> new PassSettings(0, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> new PassSettings(0, 1, -1));
    }
  }

  @Test
  void memory_growsWithWhatIsKeptAndTrained() {
    int[] lengths = {20, 20, 10};
    MemoryEstimate kept = estimate(new PassSettings(1, 40, 100), lengths);
    MemoryEstimate recomputed = estimate(new PassSettings(1, 40, 0), lengths);
    assertTrue(recomputed.activations() < kept.activations());
    assertEquals(kept.trained(), recomputed.trained());
    MemoryEstimate last = estimate(new PassSettings(1, 40, 1), lengths);
    assertTrue(recomputed.activations() < last.activations(), "the last layer is kept");
    assertTrue(last.activations() < kept.activations(), "and no other");
    assertEquals(kept.trained(), kept.optimizer());
    MemoryEstimate threads = estimate(new PassSettings(3, 40, 100), lengths);
    assertEquals(2 * kept.trained(), threads.trained());
    assertTrue(kept.weights() > 0 && kept.toString().contains("GB"));
    MemoryEstimate longer = estimate(new PassSettings(1, 40, 100), 40, 20);
    assertTrue(longer.activations() > kept.activations(), "attention is quadratic");
    MemoryEstimate huge = new MemoryEstimate(0, Long.MAX_VALUE / 4, 0, 0);
    assertTrue(
        assertThrows(IllegalStateException.class, huge::requireFits)
            .getMessage()
            .startsWith("memory: expected to need at most the machine's "));
  }

  private static MemoryEstimate estimate(PassSettings settings, int... lengths) {
    try (TrainingBase base = TrainingBase.open(LLAMA, settings);
        TrainableModel policy = base.policy("p", Trained.Lora.everywhere(2, 2), 1, new Random(1))) {
      return policy.memoryFor(lengths);
    }
  }

  @Test
  void plan_longestFirst_withinTheTokens() {
    int[] lengths = {3, 9, 1, 9, 4, 20};
    List<List<Integer>> plan = MicroBatch.plan(lengths, 18);
    assertEquals(List.of(List.of(5), List.of(1, 3), List.of(4, 0, 2)), plan);
  }

  @Test
  void lora_onALayerThatIsNot_isRefused() {
    Trained.Lora lora = new Trained.Lora(1, 1, Set.of(Projection.Q), Set.of(9));
    try (TrainingBase base = TrainingBase.open(LLAMA, WHOLE)) {
      assertThrows(IllegalArgumentException.class, () -> base.policy("p", lora, 1, new Random(1)));
    }
  }

  private static void assertMessage(
      String expected, TrainableModel model, TokenSequence... sequences) {
    TokenBatch batch = new TokenBatch(List.of(sequences));
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> model.forward(batch)).getMessage());
  }
}

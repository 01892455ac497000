package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.AdvantageEstimate;
import io.github.salmon4j.core.advantage.AdvantageEstimation;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlEstimator;
import io.github.salmon4j.core.advantage.ScorePlacement;
import io.github.salmon4j.core.advantage.ScoredResponses;
import io.github.salmon4j.core.advantage.Whitening;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.ClippedValueLoss;
import io.github.salmon4j.core.ppo.Experience;
import io.github.salmon4j.core.ppo.Learner;
import io.github.salmon4j.core.ppo.PpoSettings;
import io.github.salmon4j.core.ppo.PpoUpdate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** PPO steps on the engine move every parameter as a plain PyTorch loop does. */
class PpoStepGoldenTest {

  private static final int ROWS = 8;
  private static final double RATE = 1e-3;
  private static final double BETA = 0.1;
  private static final double TEMPERATURE = 0.7;
  private static final Path BASE = TrainingGoldenTest.folder("peft-seqcls/base");
  private static final Path ADAPTER = TrainingGoldenTest.folder("peft-seqcls/adapter");
  private static final AdvantageSettings ADVANTAGES =
      new AdvantageSettings(
          KlEstimator.K1, ScorePlacement.LAST_TOKEN, 1, Whitening.NONE, 1, 0.95, Whitening.SALMON);
  private static final PpoSettings PPO =
      new PpoSettings(
          2,
          3,
          ClippedSurrogate.symmetric(0.2),
          new ClippedValueLoss(0.02, 0.1),
          0,
          Aggregation.TOKEN_MEAN,
          1,
          Double.POSITIVE_INFINITY);

  /**
   * An epsilon so large that the direction of an entry is not decided by the rounding of a gradient
   * that is nearly 0.
   */
  private static final AdamW.Settings ABOVE_ROUNDING = new AdamW.Settings(0.9, 0.999, 1e-4, 0);

  /** The models of a run and what moves them. */
  private record Run(Learner policyLearner, Learner valueLearner, TrainableModel reference) {

    static Run over(TrainingBase base, AdamW.Settings adam) {
      TrainableModel policy =
          base.policy("policy", Trained.Lora.everywhere(4, 8), TEMPERATURE, new Random(1));
      setFactors(policy);
      TrainableModel value = base.valueModel("value", new Trained.Adapter(ADAPTER), new Random(1));
      TrainableModel reference =
          base.policy("reference", new Trained.HeadOnly(), TEMPERATURE, new Random(1));
      return new Run(learner(policy, adam), learner(value, adam), reference);
    }

    private static Learner learner(TrainableModel model, AdamW.Settings adam) {
      return new Learner(model, new AdamW(model.parameters(), adam));
    }

    /** Factors off 0, by a formula over their alphabetical order. */
    private static void setFactors(TrainableModel policy) {
      List<Parameter> byName = new ArrayList<>(policy.parameters());
      byName.sort(Comparator.comparing(Parameter::name));
      for (int k = 0; k < byName.size(); k++) {
        FloatBuffer values = byName.get(k).values();
        for (int i = 0; i < values.limit(); i++) {
          values.put(i, (float) (0.1 * Math.sin(1 + 3 * k + 0.7 * i)));
        }
      }
    }

    /** {@return what the models say of the rollouts before a step} */
    ScoredResponses scored() {
      TokenBatch batch = rollouts();
      List<Double> scores =
          IntStream.range(0, ROWS).mapToObj(row -> 1.5 * Math.sin(2 + 3 * row)).toList();
      return new ScoredResponses(
          outputs(policyLearner.model(), batch),
          outputs(reference, batch),
          outputs(valueLearner.model(), batch),
          scores,
          batch.validTokens());
    }

    UpdateReport step(ScoredResponses scored, AdvantageEstimate estimate, RandomGenerator random) {
      return new PpoUpdate(policyLearner, valueLearner, PPO)
          .update(experience(scored, estimate), RATE, random, Monitor.none());
    }

    /** {@return all values by parameter} */
    Map<String, float[]> values() {
      Map<String, float[]> all = new HashMap<>();
      for (Learner learner : List.of(policyLearner, valueLearner)) {
        for (Parameter parameter : learner.model().parameters()) {
          float[] values = new float[parameter.values().limit()];
          parameter.values().get(0, values);
          all.put(parameter.name(), values);
        }
      }
      return all;
    }

    void close() {
      policyLearner.model().close();
      valueLearner.model().close();
      reference.close();
    }
  }

  private static Experience experience(ScoredResponses scored, AdvantageEstimate estimate) {
    return new Experience(
        rollouts(), scored.logProbs(), scored.values(), estimate.advantages(), estimate.returns());
  }

  /** Known numbers in place of random ones, for the shuffles. */
  private static RandomGenerator formula() {
    return new RandomGenerator() {
      private int calls;

      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int nextInt(int bound) {
        return (7 * calls++ + 3) % bound;
      }
    };
  }

  private static TokenBatch rollouts() {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int prompt = 2 + row % 3;
      int[] ids = new int[prompt + 3 + 5 * row % 7];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = 3 + (31 * row + 7 * i + row * i * i) % 253;
      }
      TokenIds all = TokenIds.of(ids);
      sequences.add(new TokenSequence(all.slice(0, prompt), all.slice(prompt, all.size())));
    }
    return new TokenBatch(sequences);
  }

  private static FloatMatrix outputs(DifferentiableModel model, TokenBatch batch) {
    try (Pass pass = model.forward(batch)) {
      return pass.outputs();
    }
  }

  private static Stream<PassSettings> settings() {
    return Stream.of(
        new PassSettings(1, 10_000, 100), new PassSettings(2, 14, 0), new PassSettings(3, 25, 1));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void twoSteps_moveEveryParameterAsTorch(PassSettings settings) {
    JsonNode golden = TrainingGoldenTest.golden("ppo_step.json");
    try (TrainingBase base = TrainingBase.open(BASE, settings)) {
      Run run = Run.over(base, AdamW.Settings.defaults());
      Map<String, float[]> before = run.values();
      RandomGenerator random = formula();
      for (JsonNode step : golden.get("steps")) {
        ScoredResponses scored = run.scored();
        AdvantageEstimate estimate = AdvantageEstimation.estimate(scored, BETA, ADVANTAGES);
        assertRows(step.get("logProbs"), scored.logProbs(), scored.mask());
        assertRows(step.get("references"), scored.references(), scored.mask());
        assertRows(step.get("values"), scored.values(), scored.mask());
        assertRows(step.get("advantages"), estimate.advantages(), scored.mask());
        assertRows(step.get("returns"), estimate.returns(), scored.mask());
        assertReport(step.get("minibatches"), run.step(scored, estimate, random));
      }
      assertEquals(run.values().size(), golden.get("parameters").size());
      for (JsonNode parameter : golden.get("parameters")) {
        String name = parameter.get("name").asString();
        assertMoved(parameter, before.get(name), run.values().get(name));
      }
      run.close();
    }
  }

  /** One row alone, or all padded to the longest: the same step. */
  @ParameterizedTest
  @CsvSource({"1, 1, 100", "2, 14, 0", "3, 25, 1"})
  void step_anyPadding_movesTheSame(int threads, int tokens, int kept) {
    assertSame(
        afterStep(new PassSettings(1, 10_000, 100), PPO, IntStream.range(0, ROWS)),
        afterStep(new PassSettings(threads, tokens, kept), PPO, IntStream.range(0, ROWS)));
  }

  @Test
  void step_permutedRows_movesTheSame() {
    PpoSettings whole =
        new PpoSettings(
            2,
            ROWS,
            PPO.policyLoss(),
            PPO.valueLoss(),
            0,
            PPO.aggregation(),
            PPO.maxGradientNorm(),
            PPO.divergenceLimit());
    PassSettings passes = new PassSettings(2, 25, 1);
    assertSame(
        afterStep(passes, whole, IntStream.range(0, ROWS)),
        afterStep(passes, whole, IntStream.of(5, 2, 7, 0, 6, 1, 4, 3)));
  }

  /** {@return all values after one step over the rollouts in some order} */
  private static Map<String, float[]> afterStep(
      PassSettings passes, PpoSettings settings, IntStream rows) {
    try (TrainingBase base = TrainingBase.open(BASE, passes)) {
      Run run = Run.over(base, ABOVE_ROUNDING);
      ScoredResponses scored = run.scored();
      AdvantageEstimate estimate = AdvantageEstimation.estimate(scored, BETA, ADVANTAGES);
      new PpoUpdate(run.policyLearner(), run.valueLearner(), settings)
          .update(
              experience(scored, estimate).select(rows.toArray()), RATE, formula(), Monitor.none());
      Map<String, float[]> values = run.values();
      run.close();
      return values;
    }
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> found) {
    expected.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], found.get(name)[i], 1e-6, name + " " + i);
          }
        });
  }

  private static void assertRows(JsonNode expected, FloatMatrix found, ValidTokens mask) {
    for (int row = 0; row < ROWS; row++) {
      assertEquals(expected.get(row).size(), mask.countIn(row));
      for (int t = 0; t < mask.countIn(row); t++) {
        double wanted = expected.get(row).get(t).asDouble();
        assertEquals(wanted, found.get(row, t), 1e-4 * Math.max(1, Math.abs(wanted)));
      }
    }
  }

  private static void assertReport(JsonNode minibatches, UpdateReport report) {
    assertEquals(minibatches.size(), report.optimizerSteps());
    assertEquals(mean(minibatches, "policy"), report.policyLoss(), 1e-4);
    assertEquals(0.1 * mean(minibatches, "value"), report.valueLoss(), 1e-4);
    assertEquals(
        mean(minibatches, "norm"), report.gradientNorm(), 1e-4 * mean(minibatches, "norm"));
  }

  private static double mean(JsonNode minibatches, String what) {
    double sum = 0;
    for (JsonNode minibatch : minibatches) {
      sum += minibatch.get(what).asDouble();
    }
    return sum / minibatches.size();
  }

  private static void assertMoved(JsonNode expected, float[] before, float[] after) {
    String name = expected.get("name").asString();
    double norm = expected.get("norm").asDouble();
    double moved = 0;
    double squares = 0;
    double cosine = 0;
    for (int i = 0; i < after.length; i++) {
      moved += Math.pow((double) after[i] - before[i], 2);
      squares += (double) after[i] * after[i];
      cosine += after[i] * Math.cos(i);
    }
    assertTrue(expected.get("moved").asDouble() > 20 * 1e-4 * norm, name + " moved visibly");
    assertEquals(expected.get("moved").asDouble(), Math.sqrt(moved), 1e-4 * norm, name);
    assertEquals(norm, Math.sqrt(squares), 1e-4 * norm, name);
    assertEquals(expected.get("cosine").asDouble(), cosine, 1e-4 * norm, name);
    for (int i = 0; i < expected.get("samples").size(); i++) {
      double sample = expected.get("samples").get(i).asDouble();
      assertEquals(sample, after[i * expected.get("stride").asInt()], 1e-4 * norm, name);
    }
  }
}

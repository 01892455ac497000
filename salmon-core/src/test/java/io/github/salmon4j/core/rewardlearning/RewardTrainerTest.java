package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.training.BagRewardModel;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.ToyRun;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class RewardTrainerTest {

  private static final int VOCABULARY = 6;
  private static final AdamW.Settings ADAM = AdamW.Settings.defaults();
  private static final Principle BRIEF = Principle.of("Concise", "Be brief.", "Be long.");
  private static final Principle KIND = Principle.of("Kindness", "Be kind.", "Be unkind.");
  private static final Guideline BOTH = Guideline.of(BRIEF, KIND);

  private static EncodedPair pair(int source, int[] first, int[] second, double p) {
    return new EncodedPair(TokenIds.of(first), TokenIds.of(second), BOTH, PairTarget.of(p), source);
  }

  private static EncodedPair pair(int first, int second, Guideline guideline, double p) {
    return new EncodedPair(TokenIds.of(first), TokenIds.of(second), guideline, PairTarget.of(p), 0);
  }

  private static List<EncodedPair> random(int count) {
    Random random = new Random(5);
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] first = random.ints(random.nextInt(1, 6), 0, VOCABULARY).toArray();
      int[] second = random.ints(random.nextInt(1, 6), 0, VOCABULARY).toArray();
      pairs.add(pair(i, first, second, random.nextInt(5) / 4.0));
    }
    return pairs;
  }

  private static RewardTrainingSettings settings(int epochs, int batch, double centering) {
    return new RewardTrainingSettings(
        0.05, 0.1, epochs, batch, 0.3, centering, new RewardInputLimits(1, 1, 3));
  }

  private static BagRewardModel model() {
    return new BagRewardModel(0.5f, 1, -1, 0.5f, 0.25f, -2, 0);
  }

  private static RewardTrainer trainer(
      BagRewardModel model, RewardTrainingSettings settings, int microBatch) {
    AdamW optimizer = new AdamW(model.parameters(), ADAM);
    return new RewardTrainer(model, optimizer, settings, new LoopSettings(microBatch, 4));
  }

  private static ToyRun<PreferenceReport> train(
      RewardTrainer trainer, List<EncodedPair> pairs, TrainingCursor from) {
    ToyRun<PreferenceReport> run = new ToyRun<>();
    TrainingData<EncodedPair> data = new TrainingData<>(pairs, Map.of("all", pairs));
    trainer.train(data, from, run, run, Monitor.none());
    return run;
  }

  @Test
  void train_separablePreferences_areLearnedWhole() {
    List<EncodedPair> pairs =
        List.of(
            pair(0, new int[] {0, 2}, new int[] {1, 2}, 1),
            pair(1, new int[] {1, 3, 3}, new int[] {0, 3}, 0),
            pair(2, new int[] {0}, new int[] {1, 4}, 1));
    BagRewardModel model = new BagRewardModel(0, new float[VOCABULARY]);
    RewardTrainer trainer = trainer(model, settings(600, 3, 0), 2);
    assertEquals(0.5, trainer.evaluate(pairs, Monitor.none()).overall().accuracy());
    ToyRun<PreferenceReport> run = train(trainer, pairs, TrainingCursor.start(0));
    assertEquals(Math.log(2), run.losses().get(0), 1e-12);
    assertTrue(run.losses().get(599) < 5e-3);
    assertEquals(1, trainer.evaluate(pairs, Monitor.none()).overall().accuracy());
    assertEquals(0, model.bias.get(0), 0, "no pair can tell it");
  }

  /** One pair of each of two labels: the difference of scores is the label's log-odds. */
  @Test
  void train_softLabels_reachTheirLogOdds() {
    List<EncodedPair> pairs =
        List.of(
            pair(0, new int[] {0}, new int[] {1}, 0.75),
            pair(1, new int[] {2}, new int[] {3}, 0.5));
    BagRewardModel model = model();
    train(trainer(model, settings(600, 2, 0), 1), pairs, TrainingCursor.start(0));
    assertEquals(Math.log(3), model.weights.get(0) - model.weights.get(1), 1e-3);
    assertEquals(0, model.weights.get(2) - model.weights.get(3), 1e-3);
    assertEquals(-2, model.weights.get(4), 0, "never seen");
  }

  @Test
  void train_centering_bringsScoresTogetherAroundZero() {
    List<EncodedPair> pairs = List.of(pair(0, new int[] {0}, new int[] {1}, 0.75));
    BagRewardModel model = new BagRewardModel(5, 0, 0);
    train(trainer(model, settings(900, 1, 0.1), 1), pairs, TrainingCursor.start(0));
    double sum = 2 * model.bias.get(0) + model.weights.get(0) + model.weights.get(1);
    assertEquals(0, sum, 1e-2);
  }

  @Test
  void twoStages_areTwoTrainersOfOneModel() {
    BagRewardModel model = new BagRewardModel(0, new float[VOCABULARY]);
    List<EncodedPair> plain = List.of(pair(0, new int[] {0}, new int[] {1}, 1));
    List<EncodedPair> principled = List.of(pair(0, new int[] {2}, new int[] {3}, 0));
    train(trainer(model, settings(50, 1, 0), 1), plain, TrainingCursor.start(0));
    float learned = model.weights.get(0);
    train(trainer(model, settings(50, 1, 0), 1), principled, TrainingCursor.start(0));
    assertTrue(learned > 0.5 && model.weights.get(3) > 0.5);
    assertEquals(learned, model.weights.get(0), 0, "a new optimizer has no momentum left");
  }

  @Test
  void train_splitDoesNotMatter_toTheLastBit() {
    BagRewardModel whole = model();
    train(trainer(whole, settings(2, 8, 0.01), 8), random(21), TrainingCursor.start(3));
    assertEquals(16, whole.batchSizes().get(0), "two sequences a pair");
    for (int microBatch : new int[] {1, 2, 3, 4, 100}) {
      BagRewardModel split = model();
      train(trainer(split, settings(2, 8, 0.01), microBatch), random(21), TrainingCursor.start(3));
      assertArrayEquals(whole.weights.copy(), split.weights.copy());
      assertArrayEquals(whole.bias.copy(), split.bias.copy());
    }
  }

  @Test
  void train_resumedAnywhere_equalsUninterrupted_toTheLastBit() {
    RewardTrainingSettings settings = settings(3, 8, 0.01);
    ToyRun<PreferenceReport> whole =
        train(trainer(model(), settings, 3), random(21), TrainingCursor.start(3));
    assertEquals(9, whole.saved.size());
    for (int place = 1; place <= 9; place++) {
      ToyRun.Saved saved = whole.saved.get(place - 1);
      BagRewardModel model = new BagRewardModel(9, new float[VOCABULARY]);
      RewardTrainer trainer =
          new RewardTrainer(model, saved.restore(model, ADAM), settings, new LoopSettings(3, 4));
      ToyRun<PreferenceReport> rest = train(trainer, random(21), saved.readCursor());
      assertEquals(whole.losses().subList(place, 9), rest.losses());
      rest.evaluations.forEach((k, report) -> assertEquals(whole.evaluations.get(k), report));
      assertArrayEquals(whole.saved.get(8).values().get(0), model.weights.copy());
      assertArrayEquals(whole.saved.get(8).values().get(1), model.bias.copy());
      for (int later = place; later < 9; later++) {
        assertArrayEquals(
            whole.saved.get(later).optimizer(), rest.saved.get(later - place).optimizer());
      }
    }
  }

  /** Scores of tokens 0 to 3: 0, 1, 2, 2. */
  @Test
  void evaluate_equalsHandComputedNumbers() {
    BagRewardModel model = new BagRewardModel(0, 0, 1, 2, 2);
    Guideline kind = Guideline.of(KIND);
    List<EncodedPair> pairs =
        List.of(
            pair(1, 0, Guideline.of(BRIEF), 1), // right
            pair(0, 2, BOTH, 1), // wrong
            pair(2, 3, kind, 1), // tie
            pair(1, 2, kind.negated(), 0.25), // right by 3/4
            pair(2, 0, Guideline.of(KIND, KIND), 1)); // right, states it twice
    PreferenceReport report = trainer(model, settings(1, 1, 0), 2).evaluate(pairs, Monitor.none());
    assertEquals((1 + 0 + 0.5 + 0.75 + 1) / 5, report.overall().accuracy(), 1e-15);
    assertEquals(
        List.of(
            new PrincipleAccuracy("Concise", Polarity.AFFIRMED, 2, 0.5),
            new PrincipleAccuracy("Kindness", Polarity.AFFIRMED, 3, 0.5),
            new PrincipleAccuracy("Kindness", Polarity.NEGATED, 1, 0.75)),
        report.principles());
    double loss =
        (softplus(-1)
                + softplus(2)
                + softplus(0)
                + 0.25 * softplus(1)
                + 0.75 * softplus(-1)
                + softplus(-2))
            / 5;
    assertEquals(loss, report.overall().meanLoss(), 1e-12);
    assertEquals(12.0 / 10, report.overall().meanScore(), 1e-12);
    assertEquals(Math.sqrt(22 / 10.0 - 1.44), report.overall().scoreDeviation(), 1e-12);
    assertEquals(
        List.of(
            "accuracy",
            "loss",
            "calibrationError",
            "meanScore",
            "scoreDeviation",
            "accuracy/Concise",
            "accuracy/Kindness",
            "accuracy/not Kindness"),
        List.copyOf(report.values().keySet()));
    assertEquals(0.75, report.values().get("accuracy/not Kindness"));
    assertEquals(
        report.overall().expectedCalibrationError(), report.values().get("calibrationError"));
  }

  @Test
  void evaluate_doesNotDependOnTheSplit() {
    PreferenceReport whole =
        trainer(model(), settings(1, 1, 0), 50).evaluate(random(21), Monitor.none());
    for (int microBatch = 1; microBatch < 8; microBatch++) {
      RewardTrainer trainer = trainer(model(), settings(1, 1, 0), microBatch);
      assertEquals(whole, trainer.evaluate(random(21), Monitor.none()));
    }
  }

  /** Scores 1, 2 and 6: mean 3, squared deviations 4 + 1 + 9 over 2. */
  @Test
  void reference_isMeanAndUnbiasedDeviation() {
    BagRewardModel model = new BagRewardModel(1, 0, 1, 5, 5);
    for (int microBatch : new int[] {1, 2, 3, Integer.MAX_VALUE}) {
      ScoreNormalization.Reference reference =
          trainer(model, settings(1, 1, 0), microBatch).reference(inputs(0, 1, 2), Monitor.none());
      assertEquals(new ScoreNormalization.Reference(3, Math.sqrt(7)), reference);
    }
  }

  @Test
  void reference_badInput_isRefused() {
    BagRewardModel model = new BagRewardModel(1, 0, 1, 5, Float.NaN);
    RewardTrainer trainer = trainer(model, settings(1, 1, 0), 2);
    assertEquals(
        "scores[4, 0]: expected a finite number, found NaN",
        assertThrows(
                NonFiniteException.class,
                () -> trainer.reference(inputs(0, 1, 2, 0, 3), Monitor.none()))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> trainer.reference(inputs(1, 1), Monitor.none()));
    assertThrows(
        IllegalArgumentException.class, () -> trainer.reference(List.of(), Monitor.none()));
    assertThrows(
        CancellationException.class,
        () -> trainer.reference(inputs(0, 1, 2), ToyRun.cancelAfter(2)));
    assertEquals(0, model.openPasses());
  }

  @Test
  void train_scoreNotFinite_namesStepAndPair() {
    BagRewardModel model = new BagRewardModel(0, 0, Float.NaN, 0);
    List<EncodedPair> pairs =
        List.of(
            pair(11, new int[] {0}, new int[] {2}, 1), pair(12, new int[] {0}, new int[] {1}, 1));
    RewardTrainer trainer = trainer(model, settings(1, 2, 0), 2);
    assertEquals(
        "step 1: example 12: scores[1, 0]: expected a finite number, found NaN",
        assertThrows(
                ArithmeticException.class, () -> train(trainer, pairs, TrainingCursor.start(0)))
            .getMessage());
    assertEquals(
        "example 12: scores[1, 0]: expected a finite number, found NaN",
        assertThrows(
                ArithmeticException.class,
                () -> trainer.evaluate(List.of(pairs.get(1), pairs.get(0)), Monitor.none()))
            .getMessage());
  }

  private static List<EncodedInput> inputs(int... tokens) {
    List<EncodedInput> inputs = new ArrayList<>();
    for (int token : tokens) {
      inputs.add(new EncodedInput(TokenIds.of(token), 0, 0));
    }
    return inputs;
  }

  /** {@code -log sigmoid(-x)}. */
  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }
}

package io.github.salmon4j.core.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.BigramModel;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.ToyRun;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.core.training.TrainingSettings;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FineTunerTest {

  private static final int VOCABULARY = 5;
  private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.99, 1e-8, 0.01);

  private static EncodedDemonstration example(int source, int prompt, int... answer) {
    return new EncodedDemonstration(
        new TokenSequence(TokenIds.of(prompt), TokenIds.of(answer)), source);
  }

  private static List<EncodedDemonstration> random(int count) {
    Random random = new Random(7);
    List<EncodedDemonstration> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] answer = random.ints(random.nextInt(1, 7), 0, VOCABULARY).toArray();
      examples.add(example(i, random.nextInt(VOCABULARY), answer));
    }
    return examples;
  }

  private static FineTuningSettings settings(int epochs, int batch, Aggregation aggregation) {
    return new FineTuningSettings(
        new TrainingSettings(epochs, batch, 0.05, Decay.COSINE, new Warmup.Ratio(0.1), 0.3),
        aggregation);
  }

  private static BigramModel model() {
    Random random = new Random(8);
    float[] logits = new float[VOCABULARY * VOCABULARY];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    return new BigramModel(VOCABULARY, logits);
  }

  private static FineTuner tuner(BigramModel model, FineTuningSettings settings, int microBatch) {
    return new FineTuner(
        model, new AdamW(model.parameters(), ADAM), settings, new LoopSettings(microBatch, 2));
  }

  private static ToyRun<LikelihoodReport> train(FineTuner tuner, TrainingCursor from) {
    ToyRun<LikelihoodReport> run = new ToyRun<>();
    TrainingData<EncodedDemonstration> data =
        new TrainingData<>(random(19), Map.of("held out", random(30).subList(19, 30)));
    tuner.train(data, from, run, run, Monitor.none());
    return run;
  }

  /** After 0 come 1, 1, 1 and 2; after 1 come 2 and 3; the likeliest model says just that. */
  @Test
  void train_reachesTheFrequencies() {
    List<EncodedDemonstration> examples =
        List.of(example(0, 0, 1, 2), example(1, 0, 1, 3), example(2, 0, 1), example(3, 0, 2));
    BigramModel model = BigramModel.uniform(4);
    FineTuningSettings settings =
        new FineTuningSettings(
            new TrainingSettings(600, 4, 0.1, Decay.LINEAR, Warmup.NONE, Double.POSITIVE_INFINITY),
            Aggregation.TOKEN_MEAN);
    ToyRun<LikelihoodReport> run = new ToyRun<>();
    FineTuner tuner =
        new FineTuner(
            model,
            new AdamW(model.parameters(), AdamW.Settings.defaults()),
            settings,
            new LoopSettings(4, 0));
    tuner.train(TrainingData.of(examples), TrainingCursor.start(0), run, run, Monitor.none());
    assertEquals(0.75, model.probability(0, 1), 2e-3);
    assertEquals(0.25, model.probability(0, 2), 2e-3);
    assertEquals(0.5, model.probability(1, 2), 2e-3);
    assertEquals(0.25, model.probability(3, 3), 0, "never seen, never moved");
    assertEquals(Math.log(4), run.steps.get(0).loss(), 1e-6);
    double best = -(3 * Math.log(0.75) + Math.log(0.25) + 2 * Math.log(0.5)) / 6;
    assertEquals(best, run.steps.get(599).loss(), 2e-3); // tokens never seen leave slowly
    assertTrue(run.steps.get(599).loss() >= best - 1e-7);
    assertEquals(best, tuner.evaluate(examples, Monitor.none()).meanLoss(), 2e-3);
  }

  /** Prompt tokens have no loss, and a cut answer teaches no stop. */
  @Test
  void train_learnsAnswersAndStopsAlone() {
    DemonstrationEncoder encoder =
        new DemonstrationEncoder(TokenIds.empty(), TokenIds.of(4), SequenceLimits.selfAlign());
    TokenIds prompt = TokenIds.of(2, 3, 0);
    EncodedDemonstrations encoded =
        encoder.encode(
            List.of(
                new Demonstration(prompt, TokenIds.of(1), FinishReason.FINISHED),
                new Demonstration(prompt, TokenIds.of(1, 2), FinishReason.TRUNCATED)));
    BigramModel model = BigramModel.uniform(VOCABULARY);
    tuner(model, settings(200, 2, Aggregation.TOKEN_MEAN), 1)
        .train(
            TrainingData.of(encoded.examples()),
            TrainingCursor.start(0),
            TrainingListener.none(),
            CheckpointHook.none(),
            Monitor.none());
    assertEquals(0.5, model.probability(1, 4), 0.01, "complete: stop");
    assertEquals(0.5, model.probability(1, 2), 0.01, "cut: go on");
    assertTrue(model.probability(0, 1) > 0.9);
    for (int token = 0; token < VOCABULARY; token++) {
      assertEquals(0.2, model.probability(2, token), 1e-12, "after the last token of a cut answer");
      assertEquals(0.2, model.probability(3, token), 1e-12, "within the prompt");
    }
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void train_splitDoesNotMatter_toTheLastBit(Aggregation aggregation) {
    BigramModel whole = model();
    ToyRun<LikelihoodReport> run =
        train(tuner(whole, settings(3, 8, aggregation), 8), TrainingCursor.start(3));
    for (int microBatch : new int[] {1, 2, 3, 4, 100}) {
      BigramModel split = model();
      ToyRun<LikelihoodReport> other =
          train(tuner(split, settings(3, 8, aggregation), microBatch), TrainingCursor.start(3));
      assertArrayEquals(whole.table.copy(), split.table.copy());
      for (int s = 0; s < run.steps.size(); s++) {
        assertEquals(run.steps.get(s).gradientNorm(), other.steps.get(s).gradientNorm());
        assertEquals(run.steps.get(s).loss(), other.steps.get(s).loss(), 1e-14);
      }
    }
  }

  /** 3 epochs of 3 steps; from each of the 9 places, with nothing but the bytes saved there. */
  @Test
  void train_resumedAnywhere_equalsUninterrupted_toTheLastBit() {
    FineTuningSettings settings = settings(3, 8, Aggregation.TOKEN_MEAN);
    ToyRun<LikelihoodReport> whole = train(tuner(model(), settings, 3), TrainingCursor.start(3));
    assertEquals(9, whole.saved.size());
    for (int place = 1; place <= 9; place++) {
      ToyRun.Saved saved = whole.saved.get(place - 1);
      BigramModel model = BigramModel.uniform(VOCABULARY);
      FineTuner tuner =
          new FineTuner(model, saved.restore(model, ADAM), settings, new LoopSettings(3, 2));
      ToyRun<LikelihoodReport> rest = train(tuner, saved.readCursor());
      assertEquals(9 - place, rest.steps.size());
      assertEquals(whole.losses().subList(place, 9), rest.losses());
      rest.evaluations.forEach((k, report) -> assertEquals(whole.evaluations.get(k), report));
      assertEquals((8 - place / 2 * 2) / 2, rest.evaluations.size());
      assertArrayEquals(whole.saved.get(8).values().get(0), model.table.copy());
      for (int later = place; later < 9; later++) {
        assertArrayEquals(
            whole.saved.get(later).optimizer(), rest.saved.get(later - place).optimizer());
        assertArrayEquals(whole.saved.get(later).cursor(), rest.saved.get(later - place).cursor());
      }
    }
  }

  @Test
  void train_otherSeed_givesAnotherModel() {
    FineTuningSettings settings = settings(1, 8, Aggregation.TOKEN_MEAN);
    BigramModel one = model();
    BigramModel other = model();
    train(tuner(one, settings, 8), TrainingCursor.start(3));
    train(tuner(other, settings, 8), TrainingCursor.start(4));
    assertTrue(one.table.get(0) != other.table.get(0));
  }

  /** Logits log 3 and log 1 after token 0: probabilities 3/4 and 1/4; 1/2 and 1/2 after token 1. */
  @Test
  void evaluate_isTheMeanOverTokens() {
    BigramModel model = new BigramModel(2, (float) Math.log(3), 0, 0, 0);
    FineTuner tuner = tuner(model, settings(1, 1, Aggregation.SEQUENCE_MEAN), 2);
    LikelihoodReport report =
        tuner.evaluate(
            List.of(example(0, 0, 0, 0, 1, 1), example(1, 0, 1), example(2, 1, 0)), Monitor.none());
    double loss = -(2 * Math.log(0.75) + 2 * Math.log(0.25) + 2 * Math.log(0.5)) / 6;
    assertEquals(3, report.examples());
    assertEquals(6, report.tokens());
    assertEquals(loss, report.meanLoss(), 1e-7);
    assertEquals(Math.cbrt(1 / (0.75 * 0.25 * 0.5)), report.perplexity(), 1e-6);
    assertEquals(List.of("loss", "perplexity"), List.copyOf(report.values().keySet()));
    assertEquals(report.meanLoss(), report.values().get("loss"));
    assertEquals(report.perplexity(), report.values().get("perplexity"));
  }

  @Test
  void train_impossibleToken_namesStepAndDemonstration() {
    BigramModel model = BigramModel.uniform(2);
    model.table.set(1, Double.NEGATIVE_INFINITY);
    FineTuner tuner = tuner(model, settings(1, 8, Aggregation.TOKEN_MEAN), 8);
    List<EncodedDemonstration> examples =
        List.of(example(5, 1, 0), example(7, 1, 0, 1), example(9, 1, 1));
    assertEquals(
        "step 1: example 7: log-probabilities[0, 1]: expected a finite number, found -Infinity",
        assertThrows(
                ArithmeticException.class,
                () ->
                    tuner.train(
                        TrainingData.of(examples),
                        TrainingCursor.start(0),
                        TrainingListener.none(),
                        CheckpointHook.none(),
                        Monitor.none()))
            .getMessage());
    assertEquals(
        "example 7: log-probabilities[0, 1]: expected a finite number, found -Infinity",
        assertThrows(ArithmeticException.class, () -> tuner.evaluate(examples, Monitor.none()))
            .getMessage());
  }

  @Test
  void selfAlign_isTheSecondVersions() {
    TrainingSettings training = FineTuningSettings.selfAlign().training();
    assertEquals(
        new TrainingSettings(1, 128, 1e-4, Decay.COSINE, new Warmup.Ratio(0.03), 0.3), training);
    assertEquals(Aggregation.TOKEN_MEAN, FineTuningSettings.selfAlign().aggregation());
    assertThrows(IllegalArgumentException.class, () -> new LikelihoodReport(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new LikelihoodReport(1, 0, 1));
  }
}

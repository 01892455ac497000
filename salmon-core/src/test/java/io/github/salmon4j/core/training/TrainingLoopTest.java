package io.github.salmon4j.core.training;

import static io.github.salmon4j.core.training.DataOrderTest.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.training.ToyObjective.Example;
import io.github.salmon4j.core.training.ToyObjective.Mean;
import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TrainingLoopTest {

  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final SlopeModel model = new SlopeModel(1, 2, 3, 4, 5);
  private final AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
  private final ToyRun<Mean> run = new ToyRun<>();

  private static TrainingSettings settings(int epochs, int batch, double norm) {
    return new TrainingSettings(epochs, batch, 0.1, Decay.LINEAR, Warmup.NONE, norm);
  }

  private TrainingLoop<Example, Mean> loop(TrainingSettings settings, LoopSettings loop) {
    return new TrainingLoop<>(model, optimizer, new ToyObjective(), settings, loop);
  }

  /** Examples of tokens 0 to 4, sources 100 to 104. */
  private static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (int token = 0; token < 5; token++) {
      examples.add(new Example(token, 100 + token));
    }
    return examples;
  }

  private TrainingCursor run(TrainingLoop<Example, Mean> loop, Monitor monitor) {
    TrainingData<Example> data =
        new TrainingData<>(examples(), Map.of("low", examples().subList(0, 3)));
    return loop.run(data, TrainingCursor.start(1), run, run, monitor);
  }

  @Test
  void run_reportsEveryStep() {
    TrainingCursor end = run(loop(settings(2, 2, NEVER), new LoopSettings(1, 0)), Monitor.none());
    assertEquals(new TrainingCursor(1, 2, 0, 6), end);
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L, 6L), run.steps.stream().map(StepReport::step).toList());
    assertEquals(
        List.of(0L, 0L, 0L, 1L, 1L, 1L), run.steps.stream().map(StepReport::epoch).toList());
    assertEquals(List.of(2, 2, 1, 2, 2, 1), run.steps.stream().map(StepReport::examples).toList());
    for (int s = 0; s < 6; s++) {
      StepReport step = run.steps.get(s);
      assertEquals(0.1 * (6 - s) / 6, step.learningRate(), 1e-15);
      assertEquals(step.examples() * 2, step.tokens(), "a token of prompt, one of response");
      assertEquals(step.examples() == 2 ? Math.sqrt(0.5) : 1, step.gradientNorm(), 1e-7);
      assertTrue(step.seconds() >= 0 && step.seconds() < 1e4);
    }
    assertEquals(6, optimizer.steps());
    assertEquals(0, model.openPasses());
    assertTrue(run.evaluations.isEmpty());
  }

  @Test
  void run_lossIsThatBeforeTheStep() {
    run(loop(settings(1, 5, NEVER), new LoopSettings(2, 0)), Monitor.none());
    assertEquals(3, run.steps.get(0).loss(), 1e-6);
    assertEquals(List.of(2, 2, 1), model.batchSizes());
  }

  /** The gradient is 1/5 in each of 5 entries; clipped, it is far below AdamW's epsilon. */
  @Test
  void run_clipsTheGradientOfTheWholeBatch() {
    run(loop(settings(1, 5, 1e-12), new LoopSettings(1, 0)), Monitor.none());
    assertEquals(Math.sqrt(0.2), run.steps.get(0).gradientNorm(), 1e-7, "norm before clipping");
    assertEquals(1, model.slopes.get(0), 1e-4);
  }

  @Test
  void run_evaluatesEveryKSteps_beforeTheHookSeesThem() {
    List<String> order = new ArrayList<>();
    TrainingListener<Mean> listener =
        new TrainingListener<>() {
          @Override
          public void onStep(StepReport report) {
            order.add("step " + report.step());
          }

          @Override
          public void onEvaluation(long step, String set, Mean report) {
            order.add(set + " " + step + " over " + report.count());
          }
        };
    Map<String, List<Example>> sets = new LinkedHashMap<>();
    sets.put("low", examples().subList(0, 3));
    sets.put("all", examples());
    loop(settings(1, 2, NEVER), new LoopSettings(2, 2))
        .run(
            new TrainingData<>(examples(), sets),
            TrainingCursor.start(1),
            listener,
            (cursor, parameters, adam) -> order.add("saved " + cursor.step()),
            Monitor.none());
    assertEquals(
        List.of(
            "step 1",
            "saved 1",
            "step 2",
            "low 2 over 3",
            "all 2 over 5",
            "saved 2",
            "step 3",
            "saved 3"),
        order);
  }

  @Test
  void evaluate_doesNotDependOnTheSplit_andMovesNothing() {
    float[] before = model.slopes.copy();
    for (int size = 1; size <= 6; size++) {
      Mean mean =
          loop(settings(1, 1, 1), new LoopSettings(size, 0)).evaluate(examples(), Monitor.none());
      assertEquals(new Mean(5, 3), mean);
    }
    assertArrayEquals(before, model.slopes.copy());
    assertEquals(0, model.openPasses());
    assertMessage(
        "examples to evaluate: expected 1 or more, found 0",
        () -> loop(settings(1, 1, 1), new LoopSettings(1, 0)).evaluate(List.of(), Monitor.none()));
  }

  @Test
  void run_hearsProgressInSteps() {
    List<String> heard = new ArrayList<>();
    run(
        loop(settings(1, 2, NEVER), new LoopSettings(1, 1)),
        (done, total) -> heard.add(done + "/" + total));
    assertEquals(List.of("0/3", "1/3", "2/3", "3/3"), heard);
  }

  @Test
  void run_cancelledBetweenSteps_isWhereTheHookWasLast() {
    TrainingLoop<Example, Mean> loop = loop(settings(2, 2, NEVER), new LoopSettings(1, 0));
    assertThrows(CancellationException.class, () -> run(loop, ToyRun.cancelAfter(2)));
    assertEquals(2, optimizer.steps());
    TrainingCursor reached = run.saved.get(1).readCursor();
    loop.run(TrainingData.of(examples()), reached, run, run, Monitor.none());
    SlopeModel whole = new SlopeModel(1, 2, 3, 4, 5);
    new TrainingLoop<>(
            whole,
            new AdamW(whole.parameters(), AdamW.Settings.defaults()),
            new ToyObjective(),
            settings(2, 2, NEVER),
            new LoopSettings(1, 0))
        .run(
            TrainingData.of(examples()),
            TrainingCursor.start(1),
            TrainingListener.none(),
            CheckpointHook.none(),
            Monitor.none());
    assertArrayEquals(whole.slopes.copy(), model.slopes.copy());
  }

  @Test
  void run_cancelledDuringEvaluation_stillShowsTheHookItsStep() {
    Monitor duringEvaluation =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return run.steps.size() == 2 && model.batchSizes().size() == 5;
          }
        };
    TrainingLoop<Example, Mean> loop = loop(settings(2, 2, NEVER), new LoopSettings(1, 2));
    assertThrows(CancellationException.class, () -> run(loop, duringEvaluation));
    assertEquals(2, run.saved.size());
    assertEquals(2, run.saved.get(1).readCursor().step());
    assertTrue(run.evaluations.isEmpty());
    assertEquals(2, optimizer.steps());
  }

  @Test
  void run_stoppedByAnEvaluation_endsBeforeTheNextStep() {
    Monitor whenEvaluated =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return run.evaluations.containsKey("2 low");
          }
        };
    TrainingLoop<Example, Mean> loop = loop(settings(9, 2, NEVER), new LoopSettings(1, 1));
    assertThrows(CancellationException.class, () -> run(loop, whenEvaluated));
    assertEquals(2, optimizer.steps());
    assertEquals(2, run.saved.size());
    assertEquals(2, run.evaluations.size());
  }

  @Test
  void run_listenerFails_stillShowsTheHookItsStep() {
    TrainingListener<Mean> failing =
        TrainingListener.toMetrics(
            metrics -> {
              throw new IllegalStateException("disk full");
            });
    TrainingLoop<Example, Mean> loop = loop(settings(2, 2, NEVER), new LoopSettings(1, 2));
    assertThrows(
        IllegalStateException.class,
        () ->
            loop.run(
                TrainingData.of(examples()),
                TrainingCursor.start(1),
                failing,
                run,
                Monitor.none()));
    assertEquals(1, run.saved.size());
  }

  @Test
  void run_outputNotFinite_namesStepAndExample_andMovesNothing() {
    model.slopes.set(3, Double.NaN);
    ArithmeticException found = failure(loop(settings(1, 5, 1), new LoopSettings(2, 0)));
    assertEquals(
        "step 1: example 103: outputs[0, 0]: expected a finite number, found NaN",
        found.getMessage());
    assertTrue(found.getCause().getCause() instanceof NonFiniteException);
    assertUntouched();
  }

  @Test
  void run_gradientNotFinite_namesStepAndExample_andMovesNothing() {
    model.factors[2] = Double.NEGATIVE_INFINITY;
    assertEquals(
        "step 1: example 102: gradient of slopes[2]: expected a finite number, found -Infinity",
        failure(loop(settings(1, 5, 1), new LoopSettings(1, 0))).getMessage());
    assertEquals(
        "step 1: example 102: gradient of slopes[2]: expected a finite number, found -Infinity",
        failure(loop(settings(1, 5, NEVER), new LoopSettings(1, 0))).getMessage());
    String message = failure(loop(settings(1, 5, 1), new LoopSettings(3, 0))).getMessage();
    assertTrue(message.matches("step 1: examples 10\\d(, 10\\d){1,2}: gradient of .*"), message);
    assertTrue(message.contains("102"), message);
    assertUntouched();
  }

  @Test
  void run_squareOfGradientNotFinite_namesTheWholeBatch_andMovesNothing() {
    model.factors[4] = 1e20;
    String message = failure(loop(settings(1, 5, NEVER), new LoopSettings(1, 0))).getMessage();
    assertTrue(message.matches("step 1: examples 10\\d(, 10\\d){4}: .*"), message);
    assertUntouched();
  }

  @Test
  void run_laterStepFails_keepsTheEarlierOnes() {
    DataOrder order = new DataOrder(5, 1, 1);
    model.factors[order.permutation(0)[2]] = Double.NaN;
    String message = failure(loop(settings(1, 1, 1), new LoopSettings(1, 0))).getMessage();
    assertTrue(message.startsWith("step 3: example 10" + order.permutation(0)[2]), message);
    assertEquals(2, optimizer.steps());
    assertEquals(2, run.saved.size());
    assertArrayEquals(run.saved.get(1).values().get(0), model.slopes.copy());
  }

  @Test
  void run_evaluationNotFinite_namesSetAndExample() {
    TrainingData<Example> data =
        new TrainingData<>(examples().subList(0, 2), Map.of("odd", examples().subList(2, 5)));
    model.slopes.set(4, Float.POSITIVE_INFINITY);
    TrainingLoop<Example, Mean> loop = loop(settings(1, 2, 1), new LoopSettings(2, 1));
    ArithmeticException found =
        assertThrows(
            ArithmeticException.class,
            () -> loop.run(data, TrainingCursor.start(1), run, run, Monitor.none()));
    assertEquals(
        "after step 1, 'odd': example 104: outputs[0, 0]: expected a finite number,"
            + " found Infinity",
        found.getMessage());
    assertEquals(1, run.saved.size());
    assertEquals(0, model.openPasses());
  }

  @Test
  void run_leftoverGradients_doNotCount() {
    model.slopes.add(0, Double.NaN);
    run(loop(settings(1, 5, 1), new LoopSettings(2, 0)), Monitor.none());
    assertEquals(Math.sqrt(0.2), run.steps.get(0).gradientNorm(), 1e-7);
  }

  @Test
  void run_singleExample_isABatch() {
    TrainingCursor end =
        loop(settings(3, 64, NEVER), new LoopSettings(8, 0))
            .run(
                TrainingData.of(examples().subList(0, 1)),
                TrainingCursor.start(1),
                run,
                run,
                Monitor.none());
    assertEquals(new TrainingCursor(1, 3, 0, 3), end);
    assertTrue(model.slopes.get(0) < 1);
  }

  @Test
  void run_fromItsEnd_doesNothing() {
    TrainingLoop<Example, Mean> loop = loop(settings(1, 2, NEVER), new LoopSettings(1, 0));
    TrainingCursor end = run(loop, Monitor.none());
    float[] values = model.slopes.copy();
    assertEquals(end, loop.run(TrainingData.of(examples()), end, run, run, Monitor.none()));
    assertArrayEquals(values, model.slopes.copy());
    assertEquals(3, run.steps.size());
  }

  @Test
  void run_cursorWithoutItsOptimizerOrData_isRefused() {
    TrainingLoop<Example, Mean> loop = loop(settings(1, 2, NEVER), new LoopSettings(1, 0));
    TrainingCursor second = new TrainingCursor(1, 0, 2, 1);
    assertMessage(
        "optimizer steps at TrainingCursor[seed=1, epoch=0, position=2, step=1]: expected at least"
            + " 1, found 0",
        () -> loop.run(TrainingData.of(examples()), second, run, run, Monitor.none()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            loop.run(TrainingData.of(examples().subList(0, 2)), second, run, run, Monitor.none()));
  }

  @Test
  void toMetrics_handsOnAllNumbersButTheTime() {
    List<Metrics> heard = new ArrayList<>();
    TrainingListener<Mean> listener = TrainingListener.toMetrics(heard::add);
    listener.onStep(new StepReport(3, 1, 0.5, 2, 0.25, 8, 99, 1.5));
    listener.onEvaluation(4, "dev", new Mean(5, 0.75));
    Map<String, Double> step = new LinkedHashMap<>();
    step.put("epoch", 1.0);
    step.put("loss", 0.5);
    step.put("gradientNorm", 2.0);
    step.put("learningRate", 0.25);
    step.put("examples", 8.0);
    step.put("tokens", 99.0);
    assertEquals(List.of(new Metrics(3, step), new Metrics(4, Map.of("dev/mean", 0.75))), heard);
    assertEquals(List.copyOf(step.keySet()), List.copyOf(heard.get(0).values().keySet()));
  }

  @Test
  void settingsAndData_outOfRange_areRefused() {
    assertMessage("epochs: expected 1 or more, found 0", () -> settings(0, 1, 1));
    assertMessage("global batch: expected 1 or more, found 0", () -> settings(1, 0, 1));
    assertMessage(
        "gradient norm: expected a number above 0, found NaN", () -> settings(1, 1, Double.NaN));
    assertMessage(
        "peak learning rate: expected a finite number above 0, found 0.0",
        () -> new TrainingSettings(1, 1, 0, Decay.LINEAR, Warmup.NONE, 1));
    assertMessage("micro-batch: expected 1 or more, found 0", () -> new LoopSettings(0, 1));
    assertMessage(
        "steps between evaluations: expected 0 or more, found -1", () -> new LoopSettings(1, -1));
    assertMessage(
        "training examples: expected at least 1 that was not left out, found 0",
        () -> TrainingData.of(List.of()));
    assertMessage(
        "held-out examples 'dev': expected at least 1 that was not left out, found 0",
        () -> new TrainingData<>(examples(), Map.of("dev", List.of())));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrainingData<>(examples(), Map.of("a\nb", examples())));
  }

  private ArithmeticException failure(TrainingLoop<Example, Mean> loop) {
    return assertThrows(ArithmeticException.class, () -> run(loop, Monitor.none()));
  }

  private void assertUntouched() {
    float[] values = model.slopes.copy();
    for (int i = 0; i < 5; i++) {
      assertTrue(values[i] == i + 1 || Float.isNaN(values[i]));
    }
    assertArrayEquals(new float[5], model.slopes.gradientCopy());
    assertEquals(0, optimizer.steps());
    assertEquals(0, model.openPasses());
    assertTrue(run.saved.isEmpty());
  }
}

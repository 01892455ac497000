package io.github.salmon4j.core.training;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.training.DifferentiableModel;
import java.util.List;
import java.util.Objects;

/**
 * Trains a model on examples, in shuffled epochs.
 *
 * <pre>
 *   for each step s, from 0:
 *     batch = the next examples of the epoch's order
 *     for each micro-batch:  outputs = model(micro-batch)     backward(dL/doutputs)
 *     clip the gradient;  AdamW step at the learning rate of s
 *     every so often, evaluate the held-out sets
 * </pre>
 *
 * <p>A batch's weights are made from the whole batch, so how it is split into micro-batches changes
 * no entry of {@code dL/doutputs}; Hugging Face's trainers before 2024-10 averaged over each
 * micro-batch. The last batch of an epoch may be smaller and is averaged over its own examples.
 *
 * <p>For one thread at a time.
 *
 * @param <E> type of an example
 * @param <R> what an evaluation reports
 */
public final class TrainingLoop<E, R extends EvaluationReport> {

  private final DifferentiableModel model;
  private final AdamW optimizer;
  private final Objective<E, R> objective;
  private final TrainingSettings settings;
  private final LoopSettings loop;
  private final Evaluation<E, R> evaluation;

  /**
   * A loop around a model.
   *
   * @param model the model; not closed here
   * @param optimizer moves all of the model's parameters
   * @param objective what examples ask of it
   * @param settings how fast and for how long it learns
   * @param loop what the run takes in memory and how often it is measured
   */
  public TrainingLoop(
      DifferentiableModel model,
      AdamW optimizer,
      Objective<E, R> objective,
      TrainingSettings settings,
      LoopSettings loop) {
    this.model = Objects.requireNonNull(model, "model");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.objective = Objects.requireNonNull(objective, "objective");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.loop = Objects.requireNonNull(loop, "loop");
    this.evaluation = new Evaluation<>(model, objective, loop.microBatch());
  }

  /**
   * Trains from a place to the end of the last epoch.
   *
   * @param data what to learn from and to measure on
   * @param from where to begin: {@link TrainingCursor#start}, or the place of a checkpoint whose
   *     parameters and optimizer were restored
   * @param listener hears of steps and evaluations
   * @param hook sees every place reached
   * @param monitor hears of each step and may cancel between two, or during an evaluation
   * @return the place behind the last step
   * @throws java.util.concurrent.CancellationException if the monitor cancels; parameters and
   *     optimizer are as at the place that the hook saw last, and the run can go on from there
   * @throws ArithmeticException if an output, a loss or a gradient is not finite; names the step,
   *     from 1, and the example, or the held-out set and the example. Parameters and optimizer are
   *     as at the place that the hook saw last
   * @throws IllegalArgumentException if the run never comes by that place, or the optimizer has
   *     made fewer steps than the place says
   */
  public TrainingCursor run(
      TrainingData<E> data,
      TrainingCursor from,
      TrainingListener<R> listener,
      CheckpointHook hook,
      Monitor monitor) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(hook, "hook");
    Objects.requireNonNull(monitor, "monitor");
    DataOrder order = orderFrom(from, data.examples().size());
    long total = order.stepsPerEpoch() * settings.epochs();
    LearningRateSchedule schedule = settings.schedule(total);
    TrainingCursor at = from;
    while (at.step() < total) {
      monitor.checkpoint(at.step(), total);
      double learningRate = schedule.at(at.step());
      StepReport report = step(order.batch(data.examples(), at), at, learningRate);
      at = order.after(at);
      try {
        listener.onStep(report);
        if (loop.evaluatesAfter(at.step())) {
          evaluation.ofSets(data.heldOut(), at.step(), listener, monitor);
        }
      } finally {
        hook.afterStep(at, model.parameters(), optimizer);
      }
    }
    monitor.progressed(at.step(), Math.max(at.step(), total));
    return at;
  }

  /**
   * {@return how well the model does on these examples}
   *
   * @param examples at least one
   * @param monitor hears of finished examples and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws ArithmeticException if an output is not finite; names the example
   * @throws IllegalArgumentException if there is no example
   */
  public R evaluate(List<E> examples, Monitor monitor) {
    return evaluation.of(examples, monitor);
  }

  private DataOrder orderFrom(TrainingCursor from, int examples) {
    DataOrder order = new DataOrder(examples, settings.globalBatch(), from.seed());
    order.requirePlace(from);
    if (optimizer.steps() < from.step()) {
      throw new IllegalArgumentException(
          "optimizer steps at %s: expected at least %d, found %d"
              .formatted(from, from.step(), optimizer.steps()));
    }
    return order;
  }

  private StepReport step(List<E> batch, TrainingCursor at, double learningRate) {
    long start = System.nanoTime();
    long number = at.step() + 1;
    try {
      BatchStep.Totals totals =
          new BatchStep(model, optimizer, settings.maxGradientNorm())
              .take(
                  MicroBatch.split(batch, loop.microBatch(), objective),
                  objective.loss(batch),
                  learningRate);
      return new StepReport(
          number,
          at.epoch(),
          totals.loss(),
          totals.gradientNorm(),
          learningRate,
          batch.size(),
          totals.tokens(),
          (System.nanoTime() - start) * 1e-9);
    } catch (ArithmeticException e) {
      throw Findings.at("step " + number, e);
    }
  }
}

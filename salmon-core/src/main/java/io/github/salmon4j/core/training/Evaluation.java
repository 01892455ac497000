package io.github.salmon4j.core.training;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Pass;
import java.util.List;
import java.util.Map;

/**
 * Measures a model and moves nothing.
 *
 * @param model the model
 * @param objective how to measure it
 * @param microBatch most examples of one forward pass
 */
record Evaluation<E, R extends EvaluationReport>(
    DifferentiableModel model, Objective<E, R> objective, int microBatch) {

  R of(List<E> examples, Monitor monitor) {
    Checks.requireAtLeastOne("examples to evaluate", examples.size());
    Objective.Measurement<E, R> measurement = objective.measurement();
    for (MicroBatch<E> part : MicroBatch.split(examples, microBatch, objective)) {
      monitor.checkpoint(part.first(), examples.size());
      try (Pass pass = model.forward(part.sequences())) {
        measurement.add(part.examples(), pass.outputs());
      } catch (NonFiniteException e) {
        throw part.located(e);
      }
    }
    monitor.progressed(examples.size(), examples.size());
    return measurement.report();
  }

  /** Within a run, whose monitor may cancel but hears nothing: this progress is none of a run's. */
  void ofSets(Map<String, List<E>> sets, long step, TrainingListener<R> listener, Monitor monitor) {
    sets.forEach(
        (name, examples) -> {
          try {
            listener.onEvaluation(step, name, of(examples, onlyCancelling(monitor)));
          } catch (ArithmeticException e) {
            throw Findings.at("after step " + step + ", '" + name + "'", e);
          }
        });
  }

  private static Monitor onlyCancelling(Monitor monitor) {
    return new Monitor() {
      @Override
      public void progressed(long done, long total) {}

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }
}

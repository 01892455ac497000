package io.github.salmon4j.core.training;

import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.metrics.MetricsListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Hears what a run does, on the thread that trains, which waits.
 *
 * @param <R> what an evaluation reports
 */
public interface TrainingListener<R extends EvaluationReport> {

  /**
   * Called after every optimizer step.
   *
   * @param report what it did
   */
  void onStep(StepReport report);

  /**
   * Called after every evaluation of a held-out set. To stop early, let the run's monitor answer
   * that it is cancelled.
   *
   * @param step optimizer steps made before it
   * @param set name of the set
   * @param report how well the model does on it
   */
  void onEvaluation(long step, String set, R report);

  /**
   * {@return a listener that hears nothing}
   *
   * @param <R> what an evaluation reports
   */
  static <R extends EvaluationReport> TrainingListener<R> none() {
    return toMetrics(metrics -> {});
  }

  /**
   * {@return a listener that hands on numbers: those of steps under their names, those of
   * evaluations with the set's name and a slash before}
   *
   * @param metrics takes them
   * @param <R> what an evaluation reports
   */
  static <R extends EvaluationReport> TrainingListener<R> toMetrics(MetricsListener metrics) {
    Objects.requireNonNull(metrics, "metrics");
    return new TrainingListener<>() {
      @Override
      public void onStep(StepReport report) {
        metrics.onMetrics(report.metrics());
      }

      @Override
      public void onEvaluation(long step, String set, R report) {
        Map<String, Double> values = new LinkedHashMap<>();
        report.values().forEach((name, value) -> values.put(set + "/" + name, value));
        metrics.onMetrics(new Metrics(step, values));
      }
    };
  }
}

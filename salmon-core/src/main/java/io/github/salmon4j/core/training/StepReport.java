package io.github.salmon4j.core.training;

import io.github.salmon4j.core.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one optimizer step did.
 *
 * @param step number of the step, from 1
 * @param epoch passes over the data that were finished before it
 * @param loss loss of its batch, before the step
 * @param gradientNorm Euclidean norm of the gradient, before it was clipped
 * @param learningRate learning rate it was made with
 * @param examples examples of its batch
 * @param tokens tokens that the model read, prompts included
 * @param seconds how long it took
 */
public record StepReport(
    long step,
    long epoch,
    double loss,
    double gradientNorm,
    double learningRate,
    int examples,
    long tokens,
    double seconds) {

  /** {@return all numbers but the time, so that the same run has the same metrics} */
  public Metrics metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("epoch", (double) epoch);
    values.put("loss", loss);
    values.put("gradientNorm", gradientNorm);
    values.put("learningRate", learningRate);
    values.put("examples", (double) examples);
    values.put("tokens", (double) tokens);
    return new Metrics(step, values);
  }
}

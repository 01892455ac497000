package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.core.training.EvaluationReport;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How likely a model finds answers.
 *
 * @param examples number of answers, at least 1
 * @param tokens number of their tokens, at least 1
 * @param meanLoss mean negative log-likelihood of a token given all before it, in nats; every token
 *     weighs the same
 */
public record LikelihoodReport(long examples, long tokens, double meanLoss)
    implements EvaluationReport {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if there is no example or no token
   */
  public LikelihoodReport {
    if (examples < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "likelihood: expected examples and tokens, found " + examples + " and " + tokens);
    }
  }

  /** {@return exp of the mean loss: as unsure as a choice among so many tokens, all alike} */
  public double perplexity() {
    return Math.exp(meanLoss);
  }

  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", meanLoss);
    values.put("perplexity", perplexity());
    return values;
  }
}

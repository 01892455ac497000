package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;

/**
 * Scores of inputs by a model in training.
 *
 * @param model its outputs are scores [B, 1]
 * @param rows most inputs of one forward pass
 */
record ReferenceScores(DifferentiableModel model, int rows) {

  double[] of(List<EncodedInput> inputs, Monitor monitor) {
    double[] scores = new double[inputs.size()];
    for (int from = 0; from < scores.length; from += rows) {
      monitor.checkpoint(from, scores.length);
      int to = Math.min(scores.length, from + rows);
      fill(scores, from, inputs.subList(from, to));
    }
    monitor.progressed(scores.length, scores.length);
    return scores;
  }

  private void fill(double[] scores, int from, List<EncodedInput> part) {
    TokenBatch batch =
        new TokenBatch(part.stream().map(i -> PreferenceObjective.input(i.tokens())).toList());
    try (Pass pass = model.forward(batch)) {
      ValidTokens.all(part.size(), 1).requireFinite("scores", pass.outputs());
      for (int row = 0; row < part.size(); row++) {
        scores[from + row] = pass.outputs().get(row, 0);
      }
    } catch (NonFiniteException e) {
      throw e.inRow(from + e.row());
    }
  }
}

package io.github.salmon4j.core.collecting;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/** What a value model estimates before each token, response by response. */
record ValueRows(DifferentiableModel value, int microBatchRows) {

  /** {@return the values of each draft, [1, T] of its own T} */
  List<FloatMatrix> of(List<Draft> drafts, Monitor monitor) {
    List<FloatMatrix> rows = new ArrayList<>();
    while (rows.size() < drafts.size()) {
      monitor.checkpoint(rows.size(), drafts.size());
      int from = rows.size();
      int to = (int) Math.min(drafts.size(), (long) from + microBatchRows);
      rows.addAll(part(drafts.subList(from, to), from));
    }
    monitor.checkpoint(drafts.size(), drafts.size());
    return rows;
  }

  private List<FloatMatrix> part(List<Draft> drafts, int first) {
    TokenBatch batch = new TokenBatch(drafts.stream().map(Draft::sequence).toList());
    List<FloatMatrix> rows = new ArrayList<>();
    try (Pass pass = value.forward(batch)) {
      FloatMatrix outputs = pass.outputs();
      batch.validTokens().requireFinite("values", outputs);
      for (int b = 0; b < drafts.size(); b++) {
        int tokens = batch.sequences().get(b).response().size();
        rows.add(outputs.select(new int[] {b}, tokens));
      }
      return rows;
    } catch (NonFiniteException e) {
      int row = first + e.row();
      throw NotFinite.inRow(row, drafts.get(e.row()), e.inRow(row));
    }
  }
}

package io.github.salmon4j.core.ppo;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;

/**
 * A model whose output for response token t depends on one row of a table: the row of the state in
 * which the token is emitted. It keeps the training contract to the letter.
 */
abstract class TabularModel implements DifferentiableModel {

  /** Which row speaks for response token t of a sequence. */
  interface States {
    int at(TokenSequence sequence, int t);
  }

  final Table table;
  private final States states;

  TabularModel(Table table, States states) {
    this.table = table;
    this.states = states;
  }

  abstract double output(int state, int token);

  abstract void backward(int state, int token, double gradient);

  @Override
  public List<Parameter> parameters() {
    return List.of(table);
  }

  @Override
  public Pass forward(TokenBatch batch) {
    return new TabularPass(batch);
  }

  @Override
  public void close() {}

  final int state(TokenSequence sequence, int t) {
    return states.at(sequence, t);
  }

  private final class TabularPass implements Pass {

    private final TokenBatch batch;
    private final FloatMatrix outputs;
    private boolean done;

    TabularPass(TokenBatch batch) {
      this.batch = batch;
      int width = batch.responseLength();
      float[] values = new float[batch.size() * width];
      for (int b = 0; b < batch.size(); b++) {
        TokenSequence sequence = batch.sequences().get(b);
        for (int t = 0; t < sequence.response().size(); t++) {
          int token = sequence.response().get(t);
          values[b * width + t] = (float) output(state(sequence, t), token);
        }
      }
      outputs = FloatMatrix.of(batch.size(), width, values);
    }

    @Override
    public FloatMatrix outputs() {
      return outputs;
    }

    @Override
    public void backward(FloatMatrix gradient) {
      if (done) {
        throw new IllegalStateException("this pass was carried back or closed");
      }
      ValidTokens mask = batch.validTokens();
      mask.requireFinite("gradient", gradient);
      done = true;
      for (int b = 0; b < batch.size(); b++) {
        TokenSequence sequence = batch.sequences().get(b);
        for (int t = 0; t < sequence.response().size(); t++) {
          int token = sequence.response().get(t);
          TabularModel.this.backward(state(sequence, t), token, gradient.get(b, t));
        }
      }
    }

    @Override
    public void close() {
      done = true;
    }
  }
}

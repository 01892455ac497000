package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A model whose output for a response token depends on the token before it alone. */
abstract class LetterModel implements DifferentiableModel {

  final Weights table;

  /** Hears the number of each forward pass, from 1, before it runs; may throw. */
  IntConsumer beforeForward = number -> {};

  /** Adds something to outputs, such as NaN. */
  float disturbance;

  /** What each forward pass was given, in order. */
  final List<TokenBatch> batches = new ArrayList<>();

  LetterModel(Weights table) {
    this.table = table;
  }

  abstract double output(int before, int token);

  abstract void backward(int before, int token, double gradient);

  static int before(TokenSequence sequence, int t) {
    return t == 0
        ? sequence.prompt().get(sequence.prompt().size() - 1)
        : sequence.response().get(t - 1);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(table);
  }

  @Override
  public Pass forward(TokenBatch batch) {
    batches.add(batch);
    beforeForward.accept(batches.size());
    int width = batch.responseLength();
    float[] outputs = new float[batch.size() * width];
    for (int b = 0; b < batch.size(); b++) {
      TokenSequence sequence = batch.sequences().get(b);
      for (int t = 0; t < width; t++) {
        outputs[b * width + t] =
            t < sequence.response().size()
                ? (float) output(before(sequence, t), sequence.response().get(t)) + disturbance
                : Float.NaN;
      }
    }
    return new LetterPass(batch, FloatMatrix.of(batch.size(), width, outputs));
  }

  @Override
  public void close() {}

  private final class LetterPass implements Pass {

    private final TokenBatch batch;
    private final FloatMatrix outputs;
    private boolean done;

    LetterPass(TokenBatch batch, FloatMatrix outputs) {
      this.batch = batch;
      this.outputs = outputs;
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
      batch.validTokens().requireFinite("gradient", gradient);
      done = true;
      for (int b = 0; b < batch.size(); b++) {
        TokenSequence sequence = batch.sequences().get(b);
        for (int t = 0; t < sequence.response().size(); t++) {
          LetterModel.this.backward(
              before(sequence, t), sequence.response().get(t), gradient.get(b, t));
        }
      }
    }

    @Override
    public void close() {
      done = true;
    }
  }
}

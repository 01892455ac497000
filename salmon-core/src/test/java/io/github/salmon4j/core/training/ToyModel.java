package io.github.salmon4j.core.training;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.ArrayList;
import java.util.List;

/** A model small enough to know its optimum. It keeps the training contract to the letter. */
public abstract class ToyModel implements DifferentiableModel {

  private final List<Parameter> parameters;
  private int openPasses;
  private boolean closed;

  /** Sequences of each forward pass, in order. */
  private final List<Integer> batchSizes = new ArrayList<>();

  ToyModel(ToyParameter... parameters) {
    this.parameters = List.of(parameters);
  }

  /** Which entries of the outputs count. */
  abstract ValidTokens mask(TokenBatch batch);

  abstract double output(TokenSequence sequence, int column);

  abstract void backward(TokenSequence sequence, int column, double gradient);

  public final int openPasses() {
    return openPasses;
  }

  public final List<Integer> batchSizes() {
    return List.copyOf(batchSizes);
  }

  @Override
  public final List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public final Pass forward(TokenBatch batch) {
    if (closed) {
      throw new IllegalStateException("this model is closed");
    }
    batchSizes.add(batch.size());
    return new ToyPass(batch);
  }

  @Override
  public final void close() {
    closed = true;
  }

  private final class ToyPass implements Pass {

    private final TokenBatch batch;
    private final ValidTokens mask;
    private final FloatMatrix outputs;
    private boolean done;
    private boolean open = true;

    ToyPass(TokenBatch batch) {
      this.batch = batch;
      this.mask = mask(batch);
      float[] values = new float[mask.rows() * mask.columns()];
      for (int b = 0; b < mask.rows(); b++) {
        for (int t = 0; t <= mask.lastIn(b); t++) {
          values[b * mask.columns() + t] = (float) output(batch.sequences().get(b), t);
        }
      }
      outputs = FloatMatrix.of(mask.rows(), mask.columns(), values);
      openPasses++;
    }

    @Override
    public FloatMatrix outputs() {
      return outputs;
    }

    @Override
    public void backward(FloatMatrix gradient) {
      if (done || !open) {
        throw new IllegalStateException("this pass was carried back or closed");
      }
      if (gradient.rows() != mask.rows() || gradient.columns() != mask.columns()) {
        throw new IllegalArgumentException("gradient: expected " + outputs + ", found " + gradient);
      }
      mask.requireFinite("gradient", gradient);
      done = true;
      for (int b = 0; b < mask.rows(); b++) {
        for (int t = 0; t <= mask.lastIn(b); t++) {
          ToyModel.this.backward(batch.sequences().get(b), t, gradient.get(b, t));
        }
      }
    }

    @Override
    public void close() {
      openPasses -= open ? 1 : 0;
      open = false;
    }
  }
}

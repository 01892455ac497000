package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.llama.Query;
import io.github.salmon4j.onnx.llama.TokenRun;
import io.github.salmon4j.onnx.session.Tensors;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;

/** A batch on its way through the model and back, micro-batch by micro-batch. */
final class LlamaPass implements Pass {

  private final TrainableModel model;
  private final List<Query> queries;
  private final List<List<Integer>> plan;
  private final Part[] parts;
  private final int columns;
  private final int width;
  private final FloatMatrix outputs;
  private boolean done;

  /** A micro-batch after its way forward. */
  @SuppressWarnings("ArrayRecordComponent") // stays here, never compared
  private record Part(MicroBatch batch, LayerStack.Tape tape, float[] hidden, float[] outputs)
      implements AutoCloseable {

    @Override
    public void close() {
      tape.close();
      batch.close();
    }
  }

  LlamaPass(TrainableModel model, TokenBatch batch, List<Query> queries) {
    this.model = model;
    this.queries = queries;
    this.width = model.base().config().dimensions().hiddenSize();
    this.columns = model.role().columns(batch.responseLength());
    int[] lengths = queries.stream().mapToInt(query -> query.ids().length).toArray();
    model.memoryFor(lengths).requireFits();
    this.plan = MicroBatch.plan(lengths, model.base().settings().tokensPerMicroBatch());
    this.parts = new Part[plan.size()];
    try {
      model.base().workers().share(parts.length, i -> parts[i] = forward(plan.get(i)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.outputs = assemble();
  }

  private Part forward(List<Integer> rows) {
    MicroBatch batch = new MicroBatch(queries, rows, model.base().window());
    LayerStack.Tape tape = new LayerStack.Tape();
    TokenRun run = batch.run();
    try (OnnxTensor last = model.layers().forward(batch, embed(run), tape)) {
      float[] hidden = rowsOf(last, run);
      float[] values =
          run.readCount() == 0 ? new float[0] : model.head().forward(hidden, run.headTargets());
      return new Part(batch, tape, hidden, values);
    } catch (RuntimeException e) {
      tape.close();
      batch.close();
      throw e;
    }
  }

  /** {@return embeddings of the tokens, [B, T, C]} */
  private OnnxTensor embed(TokenRun run) {
    FloatBuffer table = model.embedding();
    FloatBuffer x = TensorParameter.direct(run.rows() * run.columns() * width);
    long[] ids = run.ids();
    for (int i = 0; i < ids.length; i++) {
      x.put(i * width, table, (int) ids[i] * width, width);
    }
    return Tensors.of(x, run.rows(), run.columns(), width);
  }

  /** {@return hidden states of the tokens that are read, [N, C]} */
  private float[] rowsOf(OnnxTensor hidden, TokenRun run) {
    FloatBuffer all = hidden.getFloatBuffer();
    long[] rows = run.headRows();
    float[] read = new float[run.readCount() * width];
    for (int n = 0; n < run.readCount(); n++) {
      all.get((int) rows[n] * width, read, n * width, width);
    }
    return read;
  }

  private FloatMatrix assemble() {
    float[] all = new float[queries.size() * columns];
    for (Part part : parts) {
      int at = 0;
      for (int row : part.batch().rows()) {
        int count = queries.get(row).reads().length;
        System.arraycopy(part.outputs(), at, all, row * columns, count);
        at += count;
      }
    }
    return FloatMatrix.of(queries.size(), columns, all);
  }

  @Override
  public FloatMatrix outputs() {
    return outputs;
  }

  @Override
  public void backward(FloatMatrix gradient) {
    if (done) {
      throw new IllegalStateException("pass: expected it open, found it carried back or closed");
    }
    requireFits(gradient);
    done = true;
    if (model.parameters().isEmpty()) {
      return;
    }
    int workers = model.base().workers().count();
    model
        .base()
        .workers()
        .share(parts.length, i -> back(parts[i], gradient, model.sums(i % workers)));
    model.gatherGradients();
  }

  private void requireFits(FloatMatrix gradient) {
    if (gradient.rows() != outputs.rows() || gradient.columns() != outputs.columns()) {
      throw new IllegalArgumentException("gradient: expected " + outputs + ", found " + gradient);
    }
    for (int row = 0; row < gradient.rows(); row++) {
      for (int t = 0; t < queries.get(row).reads().length; t++) {
        if (!Float.isFinite(gradient.get(row, t))) {
          throw new IllegalArgumentException(
              "gradient[%d, %d]: expected a finite number, found %s"
                  .formatted(row, t, gradient.get(row, t)));
        }
      }
    }
  }

  private void back(Part part, FloatMatrix gradient, GradientSums sums) {
    TokenRun run = part.batch().run();
    if (run.readCount() == 0) {
      return;
    }
    boolean below = model.layers().isOnTheWayBack();
    float[] dOutputs = rowsOf(gradient, part);
    float[] dHidden =
        model
            .head()
            .back(
                part.hidden(),
                run.headTargets(),
                dOutputs,
                sums,
                below ? Set.of(GradientGraph.INPUT_GRADIENT) : Set.of());
    if (below) {
      OnnxTensor dx = model.layers().back(part.batch(), spread(dHidden, run), part.tape(), sums);
      if (dx != null) {
        addToEmbedding(dx, run, sums);
      }
    }
  }

  /** {@return the gradient of the outputs of a micro-batch, [N]} */
  private float[] rowsOf(FloatMatrix gradient, Part part) {
    float[] read = new float[part.outputs().length];
    int at = 0;
    for (int row : part.batch().rows()) {
      for (int t = 0; t < queries.get(row).reads().length; t++) {
        read[at++] = gradient.get(row, t);
      }
    }
    return read;
  }

  /** {@return gradients of the states that are read, [N, C], among zeros, [B, T, C]} */
  private OnnxTensor spread(float[] dHidden, TokenRun run) {
    FloatBuffer all = TensorParameter.direct(run.rows() * run.columns() * width);
    long[] rows = run.headRows();
    for (int n = 0; n < run.readCount(); n++) {
      all.put((int) rows[n] * width, dHidden, n * width, width);
    }
    return Tensors.of(all, run.rows(), run.columns(), width);
  }

  /** Adds each token's gradient to its row of the embedding's. */
  private void addToEmbedding(OnnxTensor dx, TokenRun run, GradientSums sums) {
    TensorParameter parameter = model.trainedEmbedding();
    try (dx) {
      if (parameter != null) {
        FloatBuffer from = dx.getFloatBuffer();
        FloatBuffer sum = sums.buffer(parameter);
        long[] ids = run.ids();
        for (int i = 0; i < ids.length; i++) {
          int row = (int) ids[i] * width;
          for (int c = 0; c < width; c++) {
            sum.put(row + c, sum.get(row + c) + from.get(i * width + c));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    done = true;
    for (int i = 0; i < parts.length; i++) {
      Part part = parts[i];
      if (part != null) {
        part.close();
      }
    }
  }
}

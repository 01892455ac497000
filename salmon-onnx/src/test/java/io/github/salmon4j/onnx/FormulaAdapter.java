package io.github.salmon4j.onnx;

import io.github.salmon4j.onnx.checkpoint.AdapterWriter;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.Projection;
import java.nio.FloatBuffer;

/** An adapter of several ranks, alphas and gaps, all of whose numbers follow from a formula. */
final class FormulaAdapter {

  private final ModelConfig base;
  private final AdapterWriter writer;
  private int tensors;

  private FormulaAdapter(ModelConfig base) {
    this.base = base;
    this.writer = new AdapterWriter(base, "../../peft-seqcls/base");
  }

  /** Without a head, for a base of two layers. */
  static AdapterWriter causal(ModelConfig base) {
    return new FormulaAdapter(base).sites().writer;
  }

  /** The same updates, with a head. */
  static AdapterWriter scoring(ModelConfig base) {
    FormulaAdapter adapter = new FormulaAdapter(base).sites();
    return adapter.writer.scoreHead(adapter.next(base.dimensions().hiddenSize()));
  }

  private FormulaAdapter sites() {
    for (int layer = 0; layer < 2; layer++) {
      add(layer, Projection.Q, 4, 8);
      add(layer, Projection.V, 2, 8);
      add(layer, Projection.GATE, layer == 0 ? 4 : 1, layer == 0 ? 8 : 3);
    }
    add(1, Projection.O, 3, 5.5);
    add(0, Projection.DOWN, 4, 8);
    return this;
  }

  private void add(int layer, Projection projection, int rank, double alpha) {
    FloatBuffer a = next(rank * projection.inputs(base.dimensions()));
    FloatBuffer b = next(rank * projection.outputs(base.dimensions()));
    writer.factors(new Site(layer, projection), alpha, a, b);
  }

  /** Multiples of 2^-12 between -1/4 and 1/4. */
  private FloatBuffer next(long size) {
    tensors++;
    FloatBuffer values = FloatBuffer.allocate((int) size);
    for (int i = 0; i < size; i++) {
      values.put(i, ((i * 7919 + tensors * 104_729) % 2001 - 1000) / 4096f);
    }
    return values;
  }
}

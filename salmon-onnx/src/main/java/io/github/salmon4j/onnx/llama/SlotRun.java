package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The next T tokens of each of n sequences that stand in neighboring slots of a cache, each behind
 * as many tokens as it has: position p of a sequence is column p of its slot.
 */
final class SlotRun {

  private final int slot;
  private final int[] lengths;
  private final int columns;
  private final long[] ids;

  private SlotRun(int slot, int[] lengths, int[] tokens) {
    this.slot = slot;
    this.lengths = lengths;
    this.columns = tokens.length / lengths.length;
    this.ids = Arrays.stream(tokens).asLongStream().toArray();
  }

  /** {@return a piece of one sequence, behind its first tokens} */
  static SlotRun piece(int slot, int length, int[] tokens) {
    return new SlotRun(slot, new int[] {length}, tokens);
  }

  /**
   * {@return one token more for each of the first n slots}
   *
   * @param lengths how many tokens each holds, [n]
   * @param tokens the tokens, [n]
   */
  static SlotRun step(int[] lengths, int[] tokens) {
    return new SlotRun(0, lengths, tokens);
  }

  /** {@return the first slot} */
  int slot() {
    return slot;
  }

  /** {@return n} */
  int rows() {
    return lengths.length;
  }

  /** {@return T} */
  int columns() {
    return columns;
  }

  /** {@return how many tokens stand before the run's in a row} */
  int length(int row) {
    return lengths[row];
  }

  /**
   * {@return inputs of the graph that describe the run; the caller closes them}
   *
   * @param window how many tokens back a token sees, itself included
   * @param form FUSED writes the run's keys behind the earlier ones before it looks at them; PLAIN
   *     sets them behind the whole slot
   * @param capacity columns of a slot, P
   */
  Map<String, OnnxTensor> inputs(int window, AttentionForm form, int capacity) {
    int longest = Arrays.stream(lengths).max().orElseThrow() + columns;
    int width = form == AttentionForm.FUSED ? longest : capacity + columns;
    int[] last = Arrays.stream(lengths).map(length -> length + columns - 1).toArray();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put(RunInputs.IDS, Tensors.of(ids, rows(), columns));
    inputs.put(RunInputs.POSITIONS, Tensors.of(positions(), rows(), columns));
    inputs.put(
        RunInputs.VISIBILITY,
        Tensors.of(visibility(window, form, width), rows(), 1, columns, width));
    inputs.put(RunInputs.ROW_LENGTHS, Tensors.of(last, rows()));
    inputs.put(RunInputs.TOTAL_LENGTH, Tensors.of(new int[] {longest}, 1));
    inputs.put(RunInputs.READ, Tensors.of(lastTokens(), rows()));
    return inputs;
  }

  /** {@return the position of each token in its sequence, [n, T]} */
  long[] positions() {
    long[] positions = new long[ids.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = lengths[i / columns] + (long) (i % columns);
    }
    return positions;
  }

  /** {@return where each row's last token stands among all, [n]} */
  private long[] lastTokens() {
    long[] last = new long[rows()];
    Arrays.setAll(last, row -> (row + 1L) * columns - 1);
    return last;
  }

  /**
   * {@return 0 where a token sees another and a hugely negative number where not, [n, 1, T, width]}
   */
  float[] visibility(int window, AttentionForm form, int width) {
    float[] visibility = new float[Math.multiplyExact(ids.length, width)];
    Arrays.fill(visibility, TokenRun.HIDDEN);
    for (int token = 0; token < ids.length; token++) {
      int before = lengths[token / columns];
      int i = token % columns;
      int line = token * width;
      int first = Math.max(0, before + i - window + 1);
      int own = line + (form == AttentionForm.FUSED ? before : width - columns);
      Arrays.fill(visibility, line + Math.min(first, before), line + before, 0);
      Arrays.fill(visibility, own + Math.max(0, first - before), own + i + 1, 0);
    }
    return visibility;
  }
}

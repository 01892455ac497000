package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keys and values of sequences that grow side by side, a slot each: for every layer one buffer of
 * keys and one of values, [slots, K, P, D], outside the heap.
 *
 * <p>A slot is contiguous, and so are neighbors: one sequence is computed alone in its place, and
 * the first n together, with nothing moved. P, the tokens that fit into a slot, doubles when it is
 * used up.
 */
final class SlotCache implements AutoCloseable {

  private static final int SMALLEST = 64;

  private final Dimensions dims;
  private final int slots;
  private final Map<String, FloatBuffer> buffers = new HashMap<>();
  private int capacity;

  /** Over the first slots, as many as were wanted last: steps want the same again and again. */
  private Map<String, OnnxTensor> leading = Map.of();

  private int leadingSlots;

  /**
   * Starts empty.
   *
   * @param dims K, D and the longest sequence
   * @param slots how many sequences
   * @param names a name for each layer's keys and each layer's values
   */
  SlotCache(Dimensions dims, int slots, Set<String> names) {
    this.dims = dims;
    this.slots = slots;
    names.forEach(name -> buffers.put(name, FloatBuffer.allocate(0)));
  }

  /** {@return P} */
  int capacity() {
    return capacity;
  }

  /** Makes room for so many tokens in each slot; what is there stays. */
  void reserve(int tokens) {
    if (tokens > capacity) {
      int doubled = Math.max(SMALLEST, Integer.highestOneBit(tokens - 1) << 1);
      int larger = Math.min(dims.maxPositions(), doubled);
      close();
      buffers.replaceAll((name, smaller) -> grown(smaller, larger));
      capacity = larger;
    }
  }

  private FloatBuffer grown(FloatBuffer smaller, int larger) {
    long bytes = (long) slots * slotSize(larger) * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "keys of one layer: expected less than 2 GiB, found "
              + bytes
              + " bytes for "
              + slots
              + " rows of "
              + larger
              + " tokens; fewer rowsAtOnce need less");
    }
    FloatBuffer buffer =
        ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    int line = capacity * dims.headDim();
    for (int head = 0; line > 0 && head < slots * dims.keyValueHeads(); head++) {
      buffer.put(head * larger * dims.headDim(), smaller, head * line, line);
    }
    return buffer;
  }

  /** {@return keys and values of the first n slots by name, [n, K, P, D]; not to be closed} */
  Map<String, OnnxTensor> leading(int n) {
    if (n != leadingSlots) {
      close();
      leading = view(0, n);
      leadingSlots = n;
    }
    return leading;
  }

  /** {@return keys and values of one slot by name, [1, K, P, D]; the caller closes them} */
  Map<String, OnnxTensor> single(int slot) {
    return view(slot, 1);
  }

  private Map<String, OnnxTensor> view(int first, int n) {
    int size = slotSize(capacity);
    Map<String, OnnxTensor> view = new HashMap<>();
    buffers.forEach(
        (name, buffer) ->
            view.put(
                name,
                Tensors.of(
                    buffer.slice(first * size, n * size),
                    n,
                    dims.keyValueHeads(),
                    capacity,
                    dims.headDim())));
    return view;
  }

  /** Copies the first tokens of one slot over those of another, or the same. */
  void copy(int from, int to, int tokens) {
    if (from == to) {
      return;
    }
    int line = capacity * dims.headDim();
    buffers.forEach(
        (name, buffer) -> {
          for (int head = 0; head < dims.keyValueHeads(); head++) {
            int source = from * slotSize(capacity) + head * line;
            int target = to * slotSize(capacity) + head * line;
            buffer.put(target, buffer.duplicate(), source, tokens * dims.headDim());
          }
        });
  }

  /**
   * Writes the keys or the values of a run's tokens into its slots.
   *
   * @param name which layer's, and which of the two
   * @param run the run
   * @param fresh [n, K, T, D]
   */
  void write(String name, SlotRun run, FloatBuffer fresh) {
    FloatBuffer buffer = Objects.requireNonNull(buffers.get(name));
    int line = run.columns() * dims.headDim();
    for (int row = 0; row < run.rows(); row++) {
      for (int head = 0; head < dims.keyValueHeads(); head++) {
        int column = head * capacity + run.length(row);
        int target = (run.slot() + row) * slotSize(capacity) + column * dims.headDim();
        buffer.put(target, fresh, (row * dims.keyValueHeads() + head) * line, line);
      }
    }
  }

  private int slotSize(int tokens) {
    return Math.multiplyExact(dims.keyValueHeads() * dims.headDim(), tokens);
  }

  /** Frees what the engine holds; the buffers go with the last reference to them. */
  @Override
  public void close() {
    leading.values().forEach(OnnxTensor::close);
    leading = Map.of();
    leadingSlots = 0;
  }
}

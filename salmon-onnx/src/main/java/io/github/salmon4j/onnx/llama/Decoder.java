package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Continues sequences side by side, a token each at a time: one run of the model for all of them.
 * Rows are opened and dropped as sequences come and go; no time is spent on places that are free.
 *
 * <p>A prompt is computed alone, in the same pieces whatever stands beside it. Steps compute rows
 * together, and products of a different number of rows may round differently: a row's logits depend
 * on its company by rounding only.
 *
 * <p>For one thread. Close it when done; the model stays open. After an exception it can only be
 * closed.
 */
public final class Decoder implements AutoCloseable {

  private final int context;
  private final int tokensPerRun;
  private final Monitor monitor;
  private final SlotCache cache;
  private final SlotRunner runner;
  private final int[] lengths;
  private final float[][] logits;
  private int rows;

  Decoder(LlamaSession session, int slots, int tokensPerRun, Monitor monitor) {
    this.context = session.dimensions().maxPositions();
    this.tokensPerRun = tokensPerRun;
    this.monitor = monitor;
    this.cache = SlotRunner.cache(session, slots);
    this.runner = new SlotRunner(session, cache);
    this.lengths = new int[slots];
    this.logits = new float[slots][];
  }

  /** {@return how many rows may be open} */
  public int slots() {
    return lengths.length;
  }

  /** {@return how many rows are open} */
  public int rows() {
    return rows;
  }

  /**
   * {@return the number of tokens of a row so far, prompt included}
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public int length(int row) {
    return lengths[Objects.checkIndex(row, rows)];
  }

  /**
   * {@return the logits of the next token of a row, [V]; valid until tokens are appended}
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public float[] logits(int row) {
    return logits[Objects.checkIndex(row, rows)];
  }

  /**
   * Begins a sequence, and forgets the one whose row it takes.
   *
   * @param row an open one, or {@code rows()} for one more
   * @param prompt 1 token or more, within vocabulary and shorter than the context
   * @throws CancellationException if the monitor cancels between two runs
   */
  public void open(int row, TokenIds prompt) {
    Objects.checkIndex(row, Math.min(rows + 1, lengths.length));
    cache.reserve(prompt.size() + 1);
    for (int from = 0; from < prompt.size(); from += tokensPerRun) {
      int[] piece = prompt.slice(from, Math.min(prompt.size(), from + tokensPerRun)).toArray();
      run(SlotRun.piece(row, from, piece));
    }
    lengths[row] = prompt.size();
    rows = Math.max(rows, row + 1);
  }

  /**
   * Appends a token to every row and computes the logits of those after them.
   *
   * @param tokens ids within the vocabulary, [rows]
   * @throws CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there is not one token for each row
   * @throws IllegalStateException if a row is as long as the context
   */
  public void append(int... tokens) {
    if (tokens.length != rows) {
      throw new IllegalArgumentException(
          "tokens: expected one for each of " + rows + " rows, found " + tokens.length);
    }
    int[] before = Arrays.copyOf(lengths, rows);
    int longest = Arrays.stream(before).max().orElseThrow();
    if (longest == context) {
      throw new IllegalStateException(
          "tokens of a row: expected room for one more, found all " + longest + " places taken");
    }
    cache.reserve(longest + 1);
    run(SlotRun.step(before, tokens));
    for (int row = 0; row < rows; row++) {
      lengths[row]++;
    }
  }

  /**
   * Forgets a row; the last one takes its place.
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public void drop(int row) {
    int last = rows - 1;
    if (Objects.checkIndex(row, rows) != last) {
      cache.copy(last, row, lengths[last]);
      lengths[row] = lengths[last];
      logits[row] = logits[last];
    }
    rows = last;
  }

  private void run(SlotRun run) {
    if (monitor.isCancelled()) {
      throw new CancellationException("cancelled between two runs of the model");
    }
    try (OnnxTensor next = runner.logits(run)) {
      FloatBuffer buffer = next.getFloatBuffer();
      for (int row = 0; row < run.rows(); row++) {
        float[] values = new float[buffer.capacity() / run.rows()];
        buffer.get(values);
        logits[run.slot() + row] = values;
      }
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}

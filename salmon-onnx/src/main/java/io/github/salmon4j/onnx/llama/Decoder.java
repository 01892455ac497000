package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Continues sequences side by side, a token each at a time: one run of the model for all of them.
 * Rows are opened and dropped as sequences come and go; no time is spent on places that are free.
 *
 * <p>A prompt is computed alone, in the same pieces whatever stands beside it, and only once while
 * a row stays open that began with it. Steps compute rows together, and products of a different
 * number of rows may round differently: a row's logits depend on its company by rounding only.
 *
 * <p>For one thread. Close it when done; the model stays open. After an exception it can only be
 * closed.
 */
public final class Decoder implements AutoCloseable {

  private final int context;
  private final int slots;
  private final int tokensPerRun;
  private final Monitor monitor;
  private final SlotCache cache;
  private final SlotRunner runner;

  /** The open rows; row i stands in slot i. */
  private final List<Row> rows = new ArrayList<>();

  /** One sequence: its prompt, with the logits behind it, and how far it has come. */
  private static final class Row {

    private final TokenIds prompt;
    private final float[] afterPrompt;
    private int length;
    private float[] logits;

    Row(TokenIds prompt, float[] afterPrompt) {
      this.prompt = prompt;
      this.afterPrompt = afterPrompt;
      this.length = prompt.size();
      this.logits = afterPrompt;
    }
  }

  Decoder(LlamaSession session, int slots, int tokensPerRun, Monitor monitor) {
    this.context = session.dimensions().maxPositions();
    this.slots = slots;
    this.tokensPerRun = tokensPerRun;
    this.monitor = monitor;
    this.cache = SlotRunner.cache(session, slots);
    this.runner = new SlotRunner(session, cache);
  }

  /** {@return how many rows may be open} */
  public int slots() {
    return slots;
  }

  /** {@return how many rows are open} */
  public int rows() {
    return rows.size();
  }

  /**
   * {@return the number of tokens of a row so far, prompt included}
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public int length(int row) {
    return rows.get(row).length;
  }

  /**
   * {@return the logits of the next token of a row, [V]; not to be changed}
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public float[] logits(int row) {
    return rows.get(row).logits;
  }

  /**
   * Begins a sequence, and forgets the one whose row it takes.
   *
   * @param row an open one, or {@code rows()} for one more
   * @param prompt 1 token or more, within vocabulary and shorter than the context
   * @throws CancellationException if the monitor cancels between two runs
   */
  public void open(int row, TokenIds prompt) {
    Objects.checkIndex(row, Math.min(rows.size() + 1, slots));
    cache.reserve(prompt.size() + 1);
    Row opened = new Row(prompt, afterPrompt(row, prompt));
    if (row == rows.size()) {
      rows.add(opened);
    } else {
      rows.set(row, opened);
    }
  }

  /** {@return the logits behind a prompt that now stands in a slot} */
  private float[] afterPrompt(int slot, TokenIds prompt) {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).prompt.equals(prompt)) {
        cache.copy(row, slot, prompt.size());
        return rows.get(row).afterPrompt;
      }
    }
    float[] last = new float[0];
    for (int from = 0; from < prompt.size(); from += tokensPerRun) {
      int[] piece = prompt.slice(from, Math.min(prompt.size(), from + tokensPerRun)).toArray();
      last = run(SlotRun.piece(slot, from, piece)).get(0);
    }
    return last;
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
    if (tokens.length != rows.size()) {
      throw new IllegalArgumentException(
          "tokens: expected one for each of " + rows.size() + " rows, found " + tokens.length);
    }
    int[] lengths = rows.stream().mapToInt(row -> row.length).toArray();
    int longest = Arrays.stream(lengths).max().orElseThrow();
    if (longest == context) {
      throw new IllegalStateException(
          "tokens of a row: expected room for one more, found all " + longest + " places taken");
    }
    cache.reserve(longest + 1);
    List<float[]> next = run(SlotRun.step(lengths, tokens));
    for (int row = 0; row < tokens.length; row++) {
      rows.get(row).logits = next.get(row);
      rows.get(row).length++;
    }
  }

  /**
   * Forgets a row; the last one takes its place.
   *
   * @param row from 0 to {@code rows() - 1}
   */
  public void drop(int row) {
    Objects.checkIndex(row, rows.size());
    Row last = rows.remove(rows.size() - 1);
    if (row < rows.size()) {
      cache.copy(rows.size(), row, last.length);
      rows.set(row, last);
    }
  }

  /** {@return the logits behind each row of a run, [V] each} */
  private List<float[]> run(SlotRun run) {
    if (monitor.isCancelled()) {
      throw new CancellationException("cancelled between two runs of the model");
    }
    try (OnnxTensor logits = runner.logits(run)) {
      FloatBuffer all = logits.getFloatBuffer();
      List<float[]> rowByRow = new ArrayList<>();
      for (int row = 0; row < run.rows(); row++) {
        float[] values = new float[all.capacity() / run.rows()];
        all.get(values);
        rowByRow.add(values);
      }
      return rowByRow;
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}

package io.github.salmon4j.onnx.llama;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one run laid out as B rows of T, with what each token is: its position, the
 * sequence it belongs to, and whether it is read.
 *
 * <p>Sequences may stand in rows of their own, padded on either side, or one behind the other in
 * one row behind a shared prefix. Nothing downstream knows which: a token sees the tokens of its
 * own sequence up to its own position, and the prefix.
 */
public final class TokenRun {

  /** Where rows shorter than the longest are filled up. */
  enum Padding {
    LEFT,
    RIGHT
  }

  /**
   * A sequence, or what is left of one behind a prefix.
   *
   * @param ids its tokens; at least one
   * @param reads indices into them of the tokens to read, ascending
   * @param targets for a vocabulary head, the token wanted at each read; else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // stays in this package, never compared or changed
  record Tail(int[] ids, int[] reads, int[] targets) {}

  private static final int NO_SEQUENCE = -1;

  private final int rows;
  private final int columns;
  private final int prefix;
  private final long[] ids;
  private final long[] positions;
  private final int[] sequences;
  private final List<Long> reads = new ArrayList<>();
  private final List<Long> targets = new ArrayList<>();

  private TokenRun(int rows, int columns, int prefix) {
    this.rows = rows;
    this.columns = columns;
    this.prefix = prefix;
    this.ids = new long[rows * columns];
    this.positions = new long[rows * columns];
    this.sequences = new int[rows * columns];
    Arrays.fill(sequences, NO_SEQUENCE);
  }

  /** {@return a run of whole sequences, a row each} */
  static TokenRun rows(List<Tail> sequences, Padding padding) {
    int columns = sequences.stream().mapToInt(s -> s.ids().length).max().orElseThrow();
    TokenRun run = new TokenRun(sequences.size(), columns, 0);
    for (int row = 0; row < sequences.size(); row++) {
      Tail tail = sequences.get(row);
      int fill = padding == Padding.LEFT ? columns - tail.ids().length : 0;
      run.put(tail, row, row * columns + fill);
    }
    return run;
  }

  /**
   * {@return a run of whole sequences, a row each, filled up on the right}
   *
   * @param queries the sequences, and what is read of them
   */
  public static TokenRun of(List<Query> queries) {
    return rows(
        queries.stream().map(query -> query.piece(0, query.ids().length)).toList(), Padding.RIGHT);
  }

  /** {@return a run of one row: tails one behind the other, all behind a prefix of P tokens} */
  static TokenRun packed(List<Tail> tails, int prefix) {
    int columns = tails.stream().mapToInt(tail -> tail.ids().length).sum();
    TokenRun run = new TokenRun(1, columns, prefix);
    int at = 0;
    for (int i = 0; i < tails.size(); i++) {
      run.put(tails.get(i), i, at);
      at += tails.get(i).ids().length;
    }
    return run;
  }

  private void put(Tail tail, int sequence, int at) {
    for (int i = 0; i < tail.ids().length; i++) {
      ids[at + i] = tail.ids()[i];
      positions[at + i] = (long) prefix + i;
      sequences[at + i] = sequence;
    }
    for (int read : tail.reads()) {
      reads.add((long) at + read);
    }
    for (int target : tail.targets()) {
      targets.add((long) target);
    }
  }

  /** {@return B} */
  public int rows() {
    return rows;
  }

  /** {@return T} */
  public int columns() {
    return columns;
  }

  int prefix() {
    return prefix;
  }

  /** {@return the tokens, [B, T]} */
  public long[] ids() {
    return ids;
  }

  /** {@return the position of each token in its sequence, [B, T]} */
  public long[] positions() {
    return positions;
  }

  /** {@return how many tokens are read} */
  public int readCount() {
    return reads.size();
  }

  /**
   * {@return which of the B * T tokens go into the head, row-major, [N]: those that are read, or
   * else the first, because the engine's reductions want at least one row}
   */
  public long[] headRows() {
    return reads.isEmpty() ? new long[] {0} : toArray(reads);
  }

  /** {@return the token wanted in each row of the head, [N]; meaningless without targets} */
  public long[] headTargets() {
    return targets.isEmpty() ? new long[headRows().length] : toArray(targets);
  }

  private static long[] toArray(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * {@return 0 where a token sees another and a hugely negative number where not, [B, 1, T, P + T]}
   *
   * @param window how many tokens back a token sees, itself included
   */
  public float[] visibility(int window) {
    int all = prefix + columns;
    float[] visibility = new float[rows * columns * all];
    Arrays.fill(visibility, HIDDEN);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        int token = row * columns + i;
        int line = token * all;
        int first = (int) Math.max(0, positions[token] - window + 1);
        if (first < prefix && sequences[token] != NO_SEQUENCE) {
          Arrays.fill(visibility, line + first, line + prefix, 0);
        }
        for (int j = 0; j <= i; j++) {
          int other = row * columns + j;
          if (sequences[other] == sequences[token] && positions[other] >= first) {
            visibility[line + prefix + j] = 0;
          }
        }
      }
    }
    return visibility;
  }

  /** Low enough to vanish in a softmax, far enough from the limit that adding a score is safe. */
  static final float HIDDEN = -1e30f;
}

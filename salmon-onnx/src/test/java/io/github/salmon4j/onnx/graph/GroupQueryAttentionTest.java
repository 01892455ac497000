package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.onnx.graph.GroupQueryAttention.Heads;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fused operator given queries, keys and values in one tensor, against three. */
class GroupQueryAttentionTest {

  private static final int D = 16;
  private static final Dim P = Dim.symbol("P");

  private static Value input(GraphRun run, int seed, long... sizes) {
    return run.input(Array.random(seed, sizes));
  }

  /** The engine expects caches to stay as long as they are where it knows their length. */
  private static Value cache(GraphRun run, int seed, long rows, long past) {
    Shape declared = Shape.of(Dim.of(rows), Dim.of(2), P, Dim.of(D));
    return run.input(declared, Array.random(seed, rows, 2, past, D));
  }

  private static Array angles(boolean cosines) {
    return Array.of(
        i -> {
          double angle = i[0] * Math.pow(0.3, i[1]);
          return cosines ? Math.cos(angle) : Math.sin(angle);
        },
        16,
        D / 2);
  }

  /** Positions as if a prefix stood before, one of them twice, and a bias on each score. */
  private static GroupQueryAttention.Result attention(
      GraphRun run, List<Value> projected, long rows, long tokens, long past) {
    long total = past + tokens;
    long[] positions = new long[(int) (rows * tokens)];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = past + (i % tokens) / 2;
    }
    int[] lengths = new int[(int) rows];
    Arrays.fill(lengths, (int) total - 1);
    return run.g.attention(
        new GroupQueryAttention(
            new Heads(4, 2),
            projected,
            new Pair(cache(run, 4, rows, past), cache(run, 5, rows, past)),
            new Pair(run.input(lengths, rows), run.input(new int[] {(int) total}, 1)),
            new Pair(run.input(angles(true)), run.input(angles(false))),
            run.input(positions, rows, tokens),
            run.input(
                Shape.of(Dim.of(rows), Dim.of(1), Dim.of(tokens), P.plus(Dim.of(tokens))),
                Array.random(6, rows, 1, tokens, total))));
  }

  /** Prompts, a step of some rows behind a cache, and a piece of one row behind a cache. */
  @ParameterizedTest
  @CsvSource({"1, 7, 0", "3, 5, 0", "3, 1, 6", "1, 1, 6", "1, 4, 6"})
  void attention_joined_equalsThree(long rows, long tokens, long past) {
    for (int result = 0; result < 3; result++) {
      try (GraphRun run = new GraphRun()) {
        List<Value> three =
            List.of(
                input(run, 1, rows, tokens, 4 * D),
                input(run, 2, rows, tokens, 2 * D),
                input(run, 3, rows, tokens, 2 * D));
        Value joined = run.g.concat(2, run.g.concat(2, three.get(0), three.get(1)), three.get(2));
        Value expected = pick(attention(run, three, rows, tokens, past), result);
        Value found = pick(attention(run, List.of(joined), rows, tokens, past), result);
        assertEquals(expected.shape(), found.shape());
        long[] sizes =
            result == 0 ? new long[] {rows, tokens, 4 * D} : new long[] {rows, 2, past + tokens, D};
        run.assertGives(Array.of(i -> 0, sizes), run.g.subtract(expected, found), 1e-6);
      }
    }
  }

  private static Value pick(GroupQueryAttention.Result result, int which) {
    return switch (which) {
      case 0 -> result.output();
      case 1 -> result.present().first();
      default -> result.present().second();
    };
  }
}

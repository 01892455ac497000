package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PpoLossPropertyTest {

  private static final ClippedSurrogate CLIP = new ClippedSurrogate(0.2, 0.28, 3);
  private static final ClippedValueLoss VALUE = new ClippedValueLoss(0.2, 0.1);

  /** Three matrices and a mask of 8 rows of up to 6 tokens. */
  private record Batch(FloatMatrix a, FloatMatrix b, FloatMatrix c, ValidTokens mask) {

    static Batch of(long seed) {
      Random random = new Random(seed);
      ValidTokens mask = ValidTokens.ofLengths(random.ints(8, 0, 7).toArray(), 6);
      return new Batch(matrix(random, 48), matrix(random, 48), matrix(random, 48), mask);
    }

    private static FloatMatrix matrix(Random random, int size) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return FloatMatrix.of(8, size / 8, values);
    }

    /** The same numbers where tokens count, in wider rows with others elsewhere. */
    Batch padded(int width, float padding) {
      return new Batch(
          padded(a, width, padding),
          padded(b, width, padding),
          padded(c, width, padding),
          ValidTokens.ofLengths(IntStream.range(0, 8).map(mask::countIn).toArray(), width));
    }

    private FloatMatrix padded(FloatMatrix matrix, int width, float padding) {
      float[] values = new float[8 * width];
      for (int i = 0; i < values.length; i++) {
        int t = i % width;
        values[i] =
            t < mask.columns() && mask.counts(i / width, t) ? matrix.get(i / width, t) : padding;
      }
      return FloatMatrix.of(8, width, values);
    }

    Batch select(int... rows) {
      return new Batch(
          a.select(rows, 6), b.select(rows, 6), c.select(rows, 6), mask.select(rows, 6));
    }

    List<Loss> losses(TokenWeights weights) {
      return List.of(
          CLIP.loss(a, b, c, weights).loss(),
          VALUE.loss(a, b, c, weights).loss(),
          SampledEntropy.loss(a, b, weights, 0.01));
    }
  }

  @Property(tries = 200)
  void padding_changesNothing(
      @ForAll long seed,
      @ForAll Aggregation aggregation,
      @ForAll @IntRange(min = 6, max = 9) int width) {
    if (aggregation == Aggregation.SLOT_MEAN && width != 6) {
      return; // the one mean that is over slots
    }
    Batch batch = Batch.of(seed);
    List<Loss> plain = batch.losses(aggregation.weights(batch.mask()));
    for (float padding : new float[] {Float.NaN, 1e30f, Float.NEGATIVE_INFINITY}) {
      Batch padded = batch.padded(width, padding);
      List<Loss> found = padded.losses(aggregation.weights(padded.mask()));
      int[] all = IntStream.range(0, 8).toArray();
      for (int i = 0; i < plain.size(); i++) {
        assertEquals(plain.get(i).value(), found.get(i).value(), 0.0);
        assertEquals(plain.get(i).gradient(), found.get(i).gradient().select(all, 6));
      }
    }
  }

  @Property(tries = 200)
  void splitting_givesTheSameGradient(
      @ForAll long seed,
      @ForAll Aggregation aggregation,
      @ForAll @IntRange(min = 1, max = 8) int size) {
    Batch batch = Batch.of(seed);
    TokenWeights weights = aggregation.weights(batch.mask());
    List<Loss> whole = batch.losses(weights);
    double[] sums = new double[whole.size()];
    for (int from = 0; from < 8; from += size) {
      int[] rows = IntStream.range(from, Math.min(8, from + size)).toArray();
      List<Loss> part = batch.select(rows).losses(weights.select(rows, 6));
      for (int i = 0; i < sums.length; i++) {
        assertEquals(whole.get(i).gradient().select(rows, 6), part.get(i).gradient());
        sums[i] += part.get(i).value();
      }
    }
    for (int i = 0; i < sums.length; i++) {
      assertEquals(whole.get(i).value(), sums[i], 1e-12);
    }
  }

  @Property(tries = 200)
  void permutingRows_permutesGradients(@ForAll long seed, @ForAll Aggregation aggregation) {
    Batch batch = Batch.of(seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 8).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
    List<Loss> plain = batch.losses(aggregation.weights(batch.mask()));
    Batch permuted = batch.select(rows);
    List<Loss> found = permuted.losses(aggregation.weights(permuted.mask()));
    for (int i = 0; i < plain.size(); i++) {
      assertEquals(plain.get(i).value(), found.get(i).value(), 1e-12);
      assertEquals(plain.get(i).gradient().select(rows, 6), found.get(i).gradient());
    }
  }
}

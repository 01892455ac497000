package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pairs for tests.
 *
 * @param scores [2n, 1]
 * @param targets n targets as they were before their weights were divided by the sum
 */
record Batch(FloatMatrix scores, List<PairTarget> targets) {

  /** Scores are multiples of 1/64 below 4 in size, probabilities multiples of 1/1024. */
  static Batch random(long seed, int pairs) {
    Random random = new Random(seed);
    float[] scores = new float[2 * pairs];
    List<PairTarget> targets = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      scores[2 * i] = random.nextInt(-256, 257) / 64f;
      scores[2 * i + 1] = random.nextInt(-256, 257) / 64f;
      targets.add(
          new PairTarget(
              random.nextInt(0, 1025) / 1024.0,
              random.nextBoolean() ? random.nextDouble(3) : 0,
              random.nextInt(1, 10)));
    }
    return new Batch(scores(scores), targets);
  }

  static FloatMatrix scores(float... scores) {
    return FloatMatrix.of(scores.length, 1, scores);
  }

  int size() {
    return targets.size();
  }

  Loss loss(PairwiseLoss loss) {
    return loss.loss(scores, PairTargets.of(targets));
  }

  /** The same pairs, each with its responses and its label exchanged. */
  Batch swapped() {
    return new Batch(swappedRows(scores), targets.stream().map(PairTarget::swapped).toList());
  }

  static FloatMatrix swappedRows(FloatMatrix matrix) {
    return matrix.select(IntStream.range(0, matrix.rows()).map(row -> row ^ 1).toArray(), 1);
  }

  static FloatMatrix rowsOf(FloatMatrix matrix, int... pairs) {
    return matrix.select(
        IntStream.of(pairs).flatMap(pair -> IntStream.of(2 * pair, 2 * pair + 1)).toArray(), 1);
  }
}

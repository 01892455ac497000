package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PairwiseLossPropertyTest {

  private static final PairwiseLoss CENTRED = new PairwiseLoss(0.01);

  @Property(tries = 200)
  void swapped_exactLabels_exchangesGradientEntriesToTheLastBit(
      @ForAll long seed, @ForAll boolean centered) {
    PairwiseLoss loss = centered ? CENTRED : PairwiseLoss.plain();
    Batch batch = Batch.random(seed, 6);
    Loss found = batch.loss(loss);
    Loss swapped = batch.swapped().loss(loss);
    assertEquals(found.value(), swapped.value());
    assertEquals(Batch.swappedRows(found.gradient()), swapped.gradient());
  }

  @Property(tries = 200)
  void swapped_anyLabel_leavesTheTermAndTurnsTheSlope(
      @ForAll @DoubleRange(max = 1) double p,
      @ForAll @DoubleRange(max = 9) double margin,
      @ForAll @DoubleRange(min = -40, max = 40) double difference) {
    PairTarget target = new PairTarget(p, margin, 1);
    double term = PairwiseLoss.term(difference, target);
    assertEquals(term, PairwiseLoss.term(-difference, target.swapped()), 1e-14 * (1 + term));
    assertEquals(
        -PairwiseLoss.slope(difference, target),
        PairwiseLoss.slope(-difference, target.swapped()),
        1e-15);
  }

  @Property(tries = 100)
  void split_intoMicroBatches_addsUpWithTheSameGradient(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int part) {
    Batch batch = Batch.random(seed, 8);
    PairTargets targets = PairTargets.of(batch.targets());
    Loss whole = CENTRED.loss(batch.scores(), targets);
    double sum = 0;
    for (int from = 0; from < 8; from += part) {
      int[] pairs = IntStream.range(from, Math.min(8, from + part)).toArray();
      Loss piece = CENTRED.loss(Batch.rowsOf(batch.scores(), pairs), targets.select(pairs));
      assertEquals(Batch.rowsOf(whole.gradient(), pairs), piece.gradient());
      sum += piece.value();
    }
    assertEquals(whole.value(), sum, 1e-14 * whole.value());
  }

  @Property(tries = 100)
  void permuted_pairs_permuteTheGradient(@ForAll long seed) {
    Batch batch = Batch.random(seed, 7);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 7).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] pairs = order.stream().mapToInt(i -> i).toArray();
    Batch permuted =
        new Batch(
            Batch.rowsOf(batch.scores(), pairs),
            order.stream().map(i -> batch.targets().get(i)).toList());
    Loss found = batch.loss(CENTRED);
    Loss again = permuted.loss(CENTRED);
    assertEquals(Batch.rowsOf(found.gradient(), pairs), again.gradient());
    assertEquals(found.value(), again.value(), 1e-14 * found.value());
  }

  @Property(tries = 100)
  void shifted_scores_matterThroughCenteringOnly(
      @ForAll long seed, @ForAll @IntRange(min = -64, max = 64) int shift) {
    Batch batch = Batch.random(seed, 5);
    PairTargets targets = PairTargets.of(batch.targets());
    float[] scores = batch.scores().toArray();
    double pull = 0;
    for (int row = 0; row < scores.length; row += 2) {
      double before = scores[row] + scores[row + 1];
      scores[row] += shift;
      scores[row + 1] += shift;
      double after = scores[row] + scores[row + 1];
      pull += 0.01 * targets.get(row / 2).weight() * (after * after - before * before);
    }
    FloatMatrix shifted = Batch.scores(scores);
    assertEquals(batch.loss(PairwiseLoss.plain()), PairwiseLoss.plain().loss(shifted, targets));
    double grown = CENTRED.loss(shifted, targets).value() - batch.loss(CENTRED).value();
    assertEquals(pull, grown, 1e-11);
  }

  @Property(tries = 100)
  void weights_inAnotherUnit_changeNothing(
      @ForAll long seed, @ForAll @IntRange(min = -30, max = 30) int power) {
    Batch batch = Batch.random(seed, 5);
    double unit = Math.pow(2, power);
    List<PairTarget> scaled =
        batch.targets().stream()
            .map(t -> new PairTarget(t.probabilityFirst(), t.margin(), t.weight() * unit))
            .toList();
    assertEquals(batch.loss(CENTRED), new Batch(batch.scores(), scaled).loss(CENTRED));
  }
}

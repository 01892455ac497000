package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.core.loss.Loss;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss has no kink, so both sides of every point agree. */
class PairwiseLossGradientTest {

  private static final double RELATIVE = 1e-7;

  /** Half the distance of a central difference; its error is of the order of its fourth power. */
  private static final double STEP = 1e-3;

  static Stream<Arguments> points() {
    return Stream.of(0.0, 0.3, 0.5, 1.0)
        .flatMap(
            p ->
                Stream.of(0.0, 0.5, 30.0)
                    .flatMap(
                        m ->
                            Stream.of(-60.0, -30.0, -30.5, -3.0, -0.1, 0.0, 0.7, 3.0, 30.0, 60.0)
                                .map(d -> Arguments.of(p, m, d))));
  }

  @ParameterizedTest
  @MethodSource("points")
  void slope_equalsCentralDifferences(double p, double margin, double difference) {
    PairTarget target = new PairTarget(p, margin, 1);
    double slope = PairwiseLoss.slope(difference, target);
    double central =
        (8 * rise(target, difference, STEP) - rise(target, difference, 2 * STEP)) / (12 * STEP);
    // What a difference of terms of this size can show at all.
    double noise = Math.ulp(PairwiseLoss.term(difference, target)) / STEP;
    assertEquals(central, slope, RELATIVE * Math.abs(slope) + 4 * noise);
  }

  /** {@code l(d + h) - l(d - h)}: with h and 2h, a difference of fourth order. */
  private static double rise(PairTarget target, double difference, double step) {
    return PairwiseLoss.term(difference + step, target)
        - PairwiseLoss.term(difference - step, target);
  }

  @Test
  void loss_composed_isSlopeAndCenteringTimesWeightRoundedOnce() {
    for (double centering : new double[] {0, 0.01}) {
      for (long seed = 0; seed < 20; seed++) {
        assertComposed(Batch.random(seed, 8), centering);
      }
    }
  }

  private static void assertComposed(Batch batch, double centering) {
    PairTargets targets = PairTargets.of(batch.targets());
    Loss loss = new PairwiseLoss(centering).loss(batch.scores(), targets);
    double value = 0;
    for (int i = 0; i < batch.size(); i++) {
      PairTarget target = targets.get(i);
      double first = batch.scores().get(2 * i, 0);
      double second = batch.scores().get(2 * i + 1, 0);
      double slope = PairwiseLoss.slope(first - second, target);
      double pull = 2 * centering * (first + second);
      double squared = centering * (first + second) * (first + second);
      value += target.weight() * (PairwiseLoss.term(first - second, target) + squared);
      assertEquals((float) (target.weight() * (pull + slope)), loss.gradient().get(2 * i, 0));
      assertEquals((float) (target.weight() * (pull - slope)), loss.gradient().get(2 * i + 1, 0));
    }
    assertEquals(value, loss.value(), 1e-15 * value);
  }

  @Test
  void loss_centering_hasTheGradientOfItsValue() {
    PairwiseLoss centered = new PairwiseLoss(0.125);
    PairTargets targets = PairTargets.of(Batch.random(1, 3).targets());
    float[] scores = {1.5f, -0.25f, 2, 0.75f, -1, -3};
    Loss loss = centered.loss(Batch.scores(scores), targets);
    float step = 1f / 64;
    for (int row = 0; row < scores.length; row++) {
      double central =
          (8 * rise(centered, targets, scores, row, step)
                  - rise(centered, targets, scores, row, 2 * step))
              / (12 * step);
      // Gradients are stored in float.
      assertEquals(central, loss.gradient().get(row, 0), RELATIVE * Math.abs(central));
    }
  }

  private static double rise(
      PairwiseLoss loss, PairTargets targets, float[] scores, int row, float step) {
    float[] up = scores.clone();
    float[] down = scores.clone();
    up[row] += step;
    down[row] -= step;
    return loss.loss(Batch.scores(up), targets).value()
        - loss.loss(Batch.scores(down), targets).value();
  }
}

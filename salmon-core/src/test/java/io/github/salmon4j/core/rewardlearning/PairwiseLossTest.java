package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseLossTest {

  private static final PairwiseLoss PLAIN = PairwiseLoss.plain();
  private static final double LOG_3 = Math.log(3);

  @Test
  void loss_firstLeadsByLogThree_isLogOfFourThirds() {
    double first = PairwiseLoss.term(LOG_3, PairTarget.of(1));
    double second = PairwiseLoss.term(LOG_3, PairTarget.of(0));
    assertEquals(Math.log(4.0 / 3), first, 1e-15);
    assertEquals(Math.log(4), second, 1e-15);
    assertEquals(-0.25, PairwiseLoss.slope(LOG_3, PairTarget.of(1)), 1e-15);
    assertEquals(0.75, PairwiseLoss.slope(LOG_3, PairTarget.of(0)), 1e-15);
  }

  @Test
  void loss_margin_isALeadOfThePreferredResponse() {
    PairTarget first = new PairTarget(1, 2 + LOG_3, 1);
    PairTarget second = new PairTarget(0, 2 + LOG_3, 1);
    assertEquals(Math.log(4), PairwiseLoss.term(2, first), 1e-15);
    assertEquals(Math.log(4), PairwiseLoss.term(-2, second), 1e-15);
  }

  @Test
  void loss_softLabel_isLeastAtItsLogOddsAndIsTheEntropyThere() {
    PairTarget target = PairTarget.of(0.75);
    double entropy = 0.75 * Math.log(4.0 / 3) + 0.25 * Math.log(4);
    assertEquals(entropy, PairwiseLoss.term(LOG_3, target), 1e-15);
    assertEquals(0, PairwiseLoss.slope(LOG_3, target), 1e-15);
  }

  @Test
  void loss_batch_isTheWeightedMeanWithTheGradientInRowsOfPairs() {
    FloatMatrix scores = Batch.scores(2, 2, -1, -1);
    PairTargets targets = PairTargets.of(List.of(new PairTarget(1, 0, 3), new PairTarget(0, 0, 1)));
    Loss loss = PLAIN.loss(scores, targets);
    assertEquals(Math.log(2), loss.value(), 1e-15);
    assertEquals(Batch.scores(-0.375f, 0.375f, 0.125f, -0.125f), loss.gradient());
  }

  @Test
  void loss_centering_addsTheSquaredSum() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(0.5), PairTarget.of(0.5)));
    Loss loss = new PairwiseLoss(0.25).loss(Batch.scores(3, 3, -1, -1), targets);
    assertEquals(Math.log(2) + 0.25 * (36 + 4) / 2, loss.value(), 1e-14);
    assertEquals(Batch.scores(1.5f, 1.5f, -0.5f, -0.5f), loss.gradient());
  }

  @ParameterizedTest
  @ValueSource(doubles = {700, 750, 1e4})
  void loss_extremeDifferences_isLinearOnOneSideAndZeroOnTheOther(double difference) {
    PairTarget first = PairTarget.of(1);
    assertEquals(difference, PairwiseLoss.term(-difference, first));
    assertEquals(-1, PairwiseLoss.slope(-difference, first));
    assertEquals(Math.exp(-difference), PairwiseLoss.term(difference, first), 1e-310);
    assertEquals(-Math.exp(-difference), PairwiseLoss.slope(difference, first), 1e-310);
  }

  @Test
  void loss_smallProbabilityOfError_isNotRoundedAway() {
    PairTarget first = PairTarget.of(1);
    assertEquals(Math.exp(-40), PairwiseLoss.term(40, first), 1e-15 * Math.exp(-40));
    assertEquals(-Math.exp(-40), PairwiseLoss.slope(40, first), 1e-15 * Math.exp(-40));
  }

  @Test
  void loss_largestFloats_isFinite() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(0)));
    Loss loss = PLAIN.loss(Batch.scores(Float.MAX_VALUE, -Float.MAX_VALUE), targets);
    assertEquals(2.0 * Float.MAX_VALUE, loss.value());
    assertEquals(Batch.scores(1, -1), loss.gradient());
  }

  @Test
  void loss_pairOfWeightZero_mayHoldAnything() {
    PairTargets targets = PairTargets.of(List.of(new PairTarget(1, 0, 0), PairTarget.of(1)));
    Loss loss =
        new PairwiseLoss(1).loss(Batch.scores(Float.NaN, Float.POSITIVE_INFINITY, 1, -1), targets);
    assertEquals(Math.log1p(Math.exp(-2)), loss.value(), 1e-15);
    assertEquals(FloatMatrix.of(2, 1, 0, 0), loss.gradient().select(new int[] {0, 1}, 1));
  }

  @Test
  void loss_nothingToLearn_hasNoNegativeZeroInItsGradient() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(0.5)));
    assertEquals(Batch.scores(0, 0), PLAIN.loss(Batch.scores(-3, -3), targets).gradient());
  }

  @Test
  void loss_noPairSelected_isZero() {
    PairTargets none = PairTargets.of(List.of(PairTarget.of(1))).select(new int[0]);
    assertEquals(new Loss(0, FloatMatrix.of(0, 1)), PLAIN.loss(FloatMatrix.of(0, 1), none));
  }

  @Test
  void loss_wrongShape_isRejected() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(1), PairTarget.of(0)));
    for (FloatMatrix scores : List.of(FloatMatrix.of(4, 2, new float[8]), Batch.scores(1, 2))) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> PLAIN.loss(scores, targets));
      assertEquals("scores: expected float32[4, 1], found " + scores, error.getMessage());
    }
  }

  @Test
  void loss_notFinite_namesWhatAndWhere() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(1), PairTarget.of(0)));
    assertNonFinite("scores[2, 0]", 2, 0, targets, 1, 2, Float.NaN, 4);
    assertNonFinite("scores[3, 0]", 3, 0, targets, 1, 2, 3, Float.NEGATIVE_INFINITY);
    assertNonFinite("gradient[0, 0]", 0, 1e6, targets, 3e38f, 3e38f, 3, 4);
    assertNonFinite("loss[2, 0]", 2, 1e300, targets, 1, -1, 1e10f, 1);
  }

  private static void assertNonFinite(
      String what, int row, double centering, PairTargets targets, float... scores) {
    NonFiniteException error =
        assertThrows(
            NonFiniteException.class,
            () -> new PairwiseLoss(centering).loss(Batch.scores(scores), targets));
    assertEquals(what, error.getMessage().substring(0, error.getMessage().indexOf(':')));
    assertEquals(row, error.row());
  }

  @Test
  void centering_negativeOrNotFinite_isRejected() {
    for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> new PairwiseLoss(bad));
      assertEquals(
          "centering coefficient: expected a finite number of 0 or more, found " + bad,
          error.getMessage());
    }
  }

  @Test
  void loss_null_isRejected() {
    PairTargets targets = PairTargets.of(List.of(PairTarget.of(1)));
    assertThrows(NullPointerException.class, () -> PLAIN.loss(null, targets));
    assertThrows(NullPointerException.class, () -> PLAIN.loss(Batch.scores(1, 2), null));
  }
}

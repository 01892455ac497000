package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardShapingTest {

  private static final RewardShaping TOKEN = new RewardShaping(ScorePlacement.LAST_TOKEN, 1);
  private static final RewardShaping SLOT = new RewardShaping(ScorePlacement.LAST_SLOT, 10);
  private static final FloatMatrix KL = FloatMatrix.of(2, 3, 1, 2, 4, 1, 0, 0);
  private static final ValidTokens MASK = ValidTokens.ofLengths(new int[] {3, 1}, 3);

  @Test
  void rewards_lastToken_carriesTheScore() {
    assertEquals(
        FloatMatrix.of(2, 3, -0.5f, -1, 1, -3.5f, 0, 0),
        TOKEN.rewards(KL, List.of(3.0, -3.0), MASK, 0.5));
    ValidTokens gap = ValidTokens.of(2, 3, true, false, true, false, true, false);
    assertEquals(
        FloatMatrix.of(2, 3, -0.5f, 0, 1, 0, -3, 0),
        TOKEN.rewards(KL, List.of(3.0, -3.0), gap, 0.5));
  }

  @Test
  void rewards_lastSlot_carriesTheScoreBehindThePadding() {
    assertEquals(
        FloatMatrix.of(2, 3, -5, -10, 10, -5, 0, -30),
        SLOT.rewards(KL, List.of(3.0, -3.0), ValidTokens.all(2, 3), 0.5));
  }

  @Test
  void rewards_rowWithoutAnEnd_isNamed() {
    ValidTokens empty = ValidTokens.ofLengths(new int[] {3, 0}, 3);
    assertMessage(
        "row 1: expected a token to carry its score, found none that counts",
        () -> TOKEN.rewards(KL, List.of(1.0, 1.0), empty, 0));
    assertMessage(
        "row 1: expected the last column to count, found column 0",
        () -> SLOT.rewards(KL, List.of(1.0, 1.0), MASK, 0));
  }

  @Test
  void rewards_badInput_namesWhatAndWhere() {
    assertMessage(
        "scores: expected one for each of 2 rows, found 1",
        () -> TOKEN.rewards(KL, List.of(1.0), MASK, 0));
    assertMessage(
        "KL coefficient: expected a finite number of 0 or more, found -0.1",
        () -> TOKEN.rewards(KL, List.of(1.0, 1.0), MASK, -0.1));
    assertMessage(
        "KL estimates: expected float32[2, 3], found float32[3, 2]",
        () -> TOKEN.rewards(FloatMatrix.of(3, 2, new float[6]), List.of(1.0, 1.0), MASK, 0));
    assertNonFinite(
        "scores[1, 0]: expected a finite number, found NaN", KL, List.of(1.0, Double.NaN));
    assertNonFinite(
        "KL estimates[0, 2]: expected a finite number, found NaN",
        FloatMatrix.of(2, 3, 0, 0, Float.NaN, 0, 0, 0),
        List.of(1.0, 1.0));
    assertNonFinite(
        "rewards[1, 0]: expected a finite number, found Infinity", KL, List.of(1.0, 1e39));
  }

  @Test
  void scale_outOfRange_isRejected() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "reward scale: expected a finite number above 0, found " + scale,
          () -> new RewardShaping(ScorePlacement.LAST_TOKEN, scale));
    }
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  private static void assertNonFinite(String message, FloatMatrix kl, List<Double> scores) {
    assertEquals(
        message,
        assertThrows(NonFiniteException.class, () -> TOKEN.rewards(kl, scores, MASK, 1))
            .getMessage());
  }
}

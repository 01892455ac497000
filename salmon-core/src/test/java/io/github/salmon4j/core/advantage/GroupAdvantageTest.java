package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupAdvantageTest {

  private static final List<Double> REWARDS = List.of(1.0, 2.0, 6.0, 8.0, 8.0, 5.0);

  @Test
  void leaveOneOut_byHand() {
    assertEquals(List.of(-3.0, -1.5, 4.5, 1.5, 1.5, -3.0), GroupAdvantage.leaveOneOut(REWARDS, 3));
    assertEquals(List.of(-1.0, 1.0, -2.0, 2.0, 3.0, -3.0), GroupAdvantage.leaveOneOut(REWARDS, 2));
  }

  @Test
  void centered_byHand() {
    assertEquals(List.of(-2.0, -1.0, 3.0, 1.0, 1.0, -2.0), GroupAdvantage.centered(REWARDS, 3));
    assertEquals(Collections.nCopies(6, 0.0), GroupAdvantage.centered(REWARDS, 1));
  }

  @Test
  void standardized_byHand() {
    List<Double> found = GroupAdvantage.standardized(REWARDS, 3, GroupAdvantage.GRPO);
    assertEquals(-2 / (Math.sqrt(7) + 1e-4), found.get(0), 1e-15);
    assertEquals(1 / (Math.sqrt(3) + 1e-4), found.get(4), 1e-15);
    List<Double> population = GroupAdvantage.standardized(REWARDS, 3, Whitening.SALMON);
    assertEquals(3 / (Math.sqrt(14.0 / 3) + 1e-8), population.get(2), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void equalRewards_giveExactlyZero(int k) {
    List<Double> equal = Collections.nCopies(6, 0.1);
    List<Double> zero = Collections.nCopies(6, 0.0);
    assertEquals(zero, GroupAdvantage.leaveOneOut(equal, k));
    assertEquals(zero, GroupAdvantage.centered(equal, k));
    assertEquals(zero, GroupAdvantage.standardized(equal, k, GroupAdvantage.GRPO));
    Whitening.Standard bare =
        new Whitening.Standard(
            Whitening.Mean.REMOVED,
            Whitening.Variance.SAMPLE,
            Whitening.Epsilon.ADDED_TO_DEVIATION,
            0);
    assertEquals(zero, GroupAdvantage.standardized(equal, k, bare));
  }

  @Test
  void perToken_repeatsARowsAdvantageWhereTokensCount() {
    ValidTokens mask = ValidTokens.of(2, 3, true, false, true, false, true, false);
    assertEquals(
        FloatMatrix.of(2, 3, -1.5f, 0, -1.5f, 0, 2, 0),
        GroupAdvantage.perToken(List.of(-1.5, 2.0), mask));
  }

  @Test
  void badInput_namesWhatAndWhere() {
    assertMessage("k: expected 2 or more, found 1", () -> GroupAdvantage.leaveOneOut(REWARDS, 1));
    assertMessage("k: expected 1 or more, found 0", () -> GroupAdvantage.centered(REWARDS, 0));
    assertMessage(
        "k: expected 1 or more, found -1",
        () -> GroupAdvantage.standardized(REWARDS, -1, GroupAdvantage.GRPO));
    assertMessage(
        "rewards: expected a multiple of k = 4, found 6",
        () -> GroupAdvantage.leaveOneOut(REWARDS, 4));
    assertMessage(
        "advantages: expected one for each of 2 rows, found 1",
        () -> GroupAdvantage.perToken(List.of(1.0), ValidTokens.all(2, 1)));
    assertEquals(
        "rewards[1, 0]: expected a finite number, found NaN",
        assertThrows(
                NonFiniteException.class,
                () -> GroupAdvantage.centered(List.of(1.0, Double.NaN), 2))
            .getMessage());
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}

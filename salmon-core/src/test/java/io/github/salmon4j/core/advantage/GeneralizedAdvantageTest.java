package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeneralizedAdvantageTest {

  private static final GeneralizedAdvantage HALVES = new GeneralizedAdvantage(0.5, 0.5);

  @Test
  void estimate_byHand() {
    Advantages found =
        HALVES.estimate(
            FloatMatrix.of(1, 3, 1, 2, 3), FloatMatrix.of(1, 3, 4, 8, 16), ValidTokens.all(1, 3));
    // delta = 1 + 4 - 4, 2 + 8 - 8, 3 - 16; a quarter of the next is carried
    assertEquals(FloatMatrix.of(1, 3, 0.6875f, -1.25f, -13), found.advantages());
    assertEquals(FloatMatrix.of(1, 3, 4.6875f, 6.75f, 3), found.returns());
  }

  @Test
  void estimate_gapInTheMask_isSteppedOver() {
    float nan = Float.NaN;
    Advantages found =
        HALVES.estimate(
            FloatMatrix.of(2, 5, nan, 1, 2, nan, 3, nan, nan, nan, nan, nan),
            FloatMatrix.of(2, 5, 7, 4, 8, nan, 16, nan, nan, nan, nan, nan),
            ValidTokens.of(
                2, 5, false, true, true, false, true, false, false, false, false, false));
    assertEquals(
        FloatMatrix.of(2, 5, 0, 0.6875f, -1.25f, 0, -13, 0, 0, 0, 0, 0), found.advantages());
    assertEquals(FloatMatrix.of(2, 5, 0, 4.6875f, 6.75f, 0, 3, 0, 0, 0, 0, 0), found.returns());
  }

  @Test
  void estimate_shorterRowAfterLonger_hasNothingOfIt() {
    ValidTokens mask = ValidTokens.ofLengths(new int[] {3, 1}, 3);
    Advantages found =
        new GeneralizedAdvantage(1, 1)
            .estimate(
                FloatMatrix.of(2, 3, 9, 9, 9, 1, 0, 0),
                FloatMatrix.of(2, 3, 5, 5, 5, 2, 0, 0),
                mask);
    assertEquals(-1, found.advantages().get(1, 0));
    assertEquals(1, found.returns().get(1, 0));
  }

  @Test
  void estimate_longRow_isSummedInDouble() {
    float[] rewards = new float[100_000];
    Arrays.fill(rewards, 0.1f);
    ValidTokens mask = ValidTokens.all(1, rewards.length);
    FloatMatrix matrix = FloatMatrix.of(1, rewards.length, rewards);
    FloatMatrix zero = FloatMatrix.of(1, rewards.length, new float[rewards.length]);
    float found =
        new GeneralizedAdvantage(1, 1).estimate(matrix, zero, mask).advantages().get(0, 0);
    assertEquals((float) (rewards.length * (double) 0.1f), found);
  }

  @Test
  void estimate_badInput_namesWhatAndWhere() {
    ValidTokens mask = ValidTokens.all(1, 2);
    FloatMatrix fine = FloatMatrix.of(1, 2, 1, 1);
    FloatMatrix bad = FloatMatrix.of(1, 2, 1, Float.NaN);
    FloatMatrix huge = FloatMatrix.of(1, 2, 3e38f, 3e38f);
    FloatMatrix other = FloatMatrix.of(2, 1, 1, 1);
    String nan = "expected a finite number, found NaN";
    assertRejected("rewards[0, 1]: " + nan, () -> HALVES.estimate(bad, fine, mask));
    assertRejected("values[0, 1]: " + nan, () -> HALVES.estimate(fine, bad, mask));
    assertRejected(
        "advantages[0, 0]: expected a finite number, found Infinity",
        () -> new GeneralizedAdvantage(1, 1).estimate(huge, fine, mask));
    String shape = "expected float32[1, 2], found float32[2, 1]";
    assertRejected("rewards: " + shape, () -> HALVES.estimate(other, fine, mask));
    assertRejected("values: " + shape, () -> HALVES.estimate(fine, other, mask));
  }

  private static void assertRejected(String message, Runnable action) {
    RuntimeException thrown = assertThrows(RuntimeException.class, action::run);
    assertEquals(message, thrown.getMessage());
    assertEquals(message.contains("finite"), thrown instanceof NonFiniteException);
  }

  @Test
  void components_outOfRange_areRejected() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "gamma: expected 0 to 1, found " + wrong,
          assertThrows(IllegalArgumentException.class, () -> new GeneralizedAdvantage(wrong, 1))
              .getMessage());
      assertEquals(
          "lambda: expected 0 to 1, found " + wrong,
          assertThrows(IllegalArgumentException.class, () -> new GeneralizedAdvantage(1, wrong))
              .getMessage());
    }
  }
}

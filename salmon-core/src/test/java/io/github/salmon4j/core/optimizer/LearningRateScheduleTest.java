package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  private static final Warmup FOUR = new Warmup.Steps(4);

  @Test
  void linear_risesFromZeroAndFallsToZero() {
    LearningRateSchedule schedule = new LearningRateSchedule(8, Decay.LINEAR, FOUR, 12);
    assertEquals(0, schedule.at(0));
    assertEquals(2, schedule.at(1));
    assertEquals(8, schedule.at(4));
    assertEquals(7, schedule.at(5));
    assertEquals(0, schedule.at(12));
    assertEquals(0, schedule.at(Long.MAX_VALUE));
  }

  @Test
  void cosine_isHalfwayDownInTheMiddleAndZeroAtTheEnd() {
    LearningRateSchedule schedule = new LearningRateSchedule(8, Decay.COSINE, FOUR, 12);
    assertEquals(6, schedule.at(3));
    assertEquals(8, schedule.at(4));
    assertEquals(4, schedule.at(8), 1e-15);
    assertEquals(0, schedule.at(12));
  }

  @Test
  void cosine_beyondTheEnd_risesAgain() {
    LearningRateSchedule schedule = new LearningRateSchedule(8, Decay.COSINE, FOUR, 12);
    assertEquals(4, schedule.at(16), 1e-14);
    assertEquals(8, schedule.at(20));
  }

  @Test
  void constant_staysAtThePeak() {
    LearningRateSchedule schedule = LearningRateSchedule.constant(3e-5);
    assertEquals(3e-5, schedule.at(0));
    assertEquals(3e-5, schedule.at(Long.MAX_VALUE));
    LearningRateSchedule warmed = new LearningRateSchedule(8, Decay.CONSTANT, FOUR, 1);
    assertEquals(6, warmed.at(3));
    assertEquals(8, warmed.at(100));
  }

  @Test
  void warmupByRatio_roundsUp() {
    assertEquals(4, new Warmup.Ratio(0.01).steps(335));
    assertEquals(8, new Warmup.Ratio(0.07).steps(100)); // 100 * 0.07 is above 7 in double
    assertEquals(0, Warmup.NONE.steps(100));
    LearningRateSchedule schedule =
        new LearningRateSchedule(8, Decay.LINEAR, new Warmup.Ratio(0.3), 12);
    assertEquals(6, schedule.at(3));
    assertEquals(8, schedule.at(4));
  }

  @Test
  void badInput_namesWhat() {
    assertMessage(
        "peak learning rate: expected a finite number above 0, found 0.0",
        () -> LearningRateSchedule.constant(0));
    assertMessage(
        "peak learning rate: expected a finite number above 0, found NaN",
        () -> LearningRateSchedule.constant(Double.NaN));
    assertMessage(
        "peak learning rate: expected a finite number above 0, found Infinity",
        () -> LearningRateSchedule.constant(Double.POSITIVE_INFINITY));
    assertMessage(
        "total steps: expected 1 or more, found 0",
        () -> new LearningRateSchedule(1, Decay.LINEAR, FOUR, 0));
    assertMessage(
        "step: expected 0 or more, found -1", () -> LearningRateSchedule.constant(1).at(-1));
    assertMessage("warm-up steps: expected 0 or more, found -1", () -> new Warmup.Steps(-1));
    assertMessage("warm-up ratio: expected 0 to 1, found -0.1", () -> new Warmup.Ratio(-0.1));
    assertMessage("warm-up ratio: expected 0 to 1, found 1.5", () -> new Warmup.Ratio(1.5));
    assertMessage("warm-up ratio: expected 0 to 1, found NaN", () -> new Warmup.Ratio(Double.NaN));
  }

  @Test
  @SuppressWarnings("NullAway") // that null is refused is what is tested
  void nulls_areRefused() {
    assertThrows(
        NullPointerException.class, () -> new LearningRateSchedule(1, null, Warmup.NONE, 1));
    assertThrows(
        NullPointerException.class, () -> new LearningRateSchedule(1, Decay.LINEAR, null, 1));
  }

  private static void assertMessage(String expected, Runnable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}

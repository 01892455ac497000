package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RewardTrainingSettingsTest {

  private static final RewardInputLimits LIMITS = new RewardInputLimits(1, 1, 3);

  @Test
  void stages_areTheReleasedCodes() {
    assertEquals(
        new RewardTrainingSettings(
            5e-5, 0.01, 1, 64, 0.3, 0, new RewardInputLimits(256, 640, 1024)),
        RewardTrainingSettings.preferencePretraining());
    assertEquals(
        new RewardTrainingSettings(
            3e-5, 0.03, 1, 64, 0.3, 0, new RewardInputLimits(128, 768, 1280)),
        RewardTrainingSettings.principleFineTuning());
  }

  @Test
  void settings_endsOfTheirRanges_areAllowed() {
    double infinite = Double.POSITIVE_INFINITY;
    assertEquals(0, new RewardTrainingSettings(1e-9, 0, 1, 1, infinite, 0, LIMITS).warmupRatio());
    assertEquals(1, new RewardTrainingSettings(9, 1, 1, 1, 1e-9, 9, LIMITS).warmupRatio());
  }

  @Test
  void settings_outOfRange_areRejected() {
    assertRejected(
        "learning rate: expected a finite number above 0, found 0.0",
        () -> new RewardTrainingSettings(0, 0, 1, 1, 1, 0, LIMITS));
    assertRejected(
        "learning rate: expected a finite number above 0, found Infinity",
        () -> new RewardTrainingSettings(Double.POSITIVE_INFINITY, 0, 1, 1, 1, 0, LIMITS));
    assertRejected(
        "warm-up ratio: expected 0 to 1, found 1.01",
        () -> new RewardTrainingSettings(1, 1.01, 1, 1, 1, 0, LIMITS));
    assertRejected(
        "warm-up ratio: expected 0 to 1, found NaN",
        () -> new RewardTrainingSettings(1, Double.NaN, 1, 1, 1, 0, LIMITS));
    assertRejected(
        "epochs: expected 1 or more, found 0",
        () -> new RewardTrainingSettings(1, 0, 0, 1, 1, 0, LIMITS));
    assertRejected(
        "global batch: expected 1 or more, found 0",
        () -> new RewardTrainingSettings(1, 0, 1, 0, 1, 0, LIMITS));
    assertRejected(
        "gradient norm: expected a number above 0, found 0.0",
        () -> new RewardTrainingSettings(1, 0, 1, 1, 0, 0, LIMITS));
    assertRejected(
        "centering coefficient: expected a finite number of 0 or more, found -1.0",
        () -> new RewardTrainingSettings(1, 0, 1, 1, 1, -1, LIMITS));
    assertThrows(
        NullPointerException.class, () -> new RewardTrainingSettings(1, 0, 1, 1, 1, 0, null));
  }

  @Test
  void limits_outOfRange_areRejected() {
    assertRejected(
        "instruction tokens: expected 1 or more, found 0", () -> new RewardInputLimits(0, 1, 9));
    assertRejected(
        "response tokens: expected 1 or more, found 0", () -> new RewardInputLimits(1, 0, 9));
    assertRejected(
        "tokens of the whole input: expected more than 4 + 5, found 9",
        () -> new RewardInputLimits(4, 5, 9));
    int most = Integer.MAX_VALUE;
    assertThrows(IllegalArgumentException.class, () -> new RewardInputLimits(most, most, most));
  }

  private static void assertRejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}

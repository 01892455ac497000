package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KlControllerTest {

  @Test
  void fixed_stays() {
    KlController controller = new KlController.Fixed(0.02);
    assertEquals(0.02, controller.next(1e9).coefficient());
    assertEquals(controller, controller.next(-3));
    assertEquals(0, new KlController.Fixed(0).coefficient());
  }

  @ParameterizedTest
  @CsvSource({"6, 1", "6.6, 1.01", "7.2, 1.02", "60, 1.02", "5.4, 0.99", "4.8, 0.98", "0, 0.98"})
  @CsvSource({"-5, 0.98"})
  void adaptive_followsTheTarget(double kl, double factor) {
    KlController next = new KlController.Adaptive(0.5, 6, 0.1).next(kl);
    assertEquals(0.5 * factor, next.coefficient(), 1e-15);
    assertEquals(new KlController.Adaptive(next.coefficient(), 6, 0.1), next);
  }

  @Test
  void adaptive_ofHorizon_equalsTheHorizonsForm() {
    KlController.Adaptive controller = KlController.Adaptive.ofHorizon(0.2, 6, 256, 10000);
    assertEquals(0.2 * (1 + 0.1 * 256 / 10000), controller.next(6.6).coefficient(), 1e-15);
    assertEquals(0.2 * (1 - 0.2 * 256 / 10000), controller.next(0).coefficient(), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void next_notFinite_isRejected(double kl) {
    assertMessage(
        "kl: expected a finite number, found " + kl, () -> new KlController.Fixed(1).next(kl));
    assertMessage(
        "kl: expected a finite number, found " + kl,
        () -> new KlController.Adaptive(1, 6, 0.1).next(kl));
  }

  @Test
  void components_outOfRange_areRejected() {
    String zeroOrMore = "KL coefficient: expected a finite number of 0 or more, found ";
    assertMessage(zeroOrMore + "-1.0", () -> new KlController.Fixed(-1));
    assertMessage(zeroOrMore + "NaN", () -> new KlController.Fixed(Double.NaN));
    assertMessage(zeroOrMore + "Infinity", () -> new KlController.Fixed(1 / 0.0));
    assertMessage(
        "KL coefficient: expected a finite number above 0, found 0.0",
        () -> new KlController.Adaptive(0, 6, 0.1));
    assertMessage(
        "KL target: expected a finite number above 0, found 0.0",
        () -> new KlController.Adaptive(1, 0, 0.1));
    for (double gain : new double[] {0, 5, -1, Double.NaN}) {
      assertMessage(
          "KL gain: expected a number above 0 and below 5, found " + gain,
          () -> new KlController.Adaptive(1, 6, gain));
    }
    assertMessage(
        "responses and horizon: expected 1 or more, found 0 and 10",
        () -> KlController.Adaptive.ofHorizon(1, 6, 0, 10));
    assertMessage(
        "responses and horizon: expected 1 or more, found 4 and 0",
        () -> KlController.Adaptive.ofHorizon(1, 6, 4, 0));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}

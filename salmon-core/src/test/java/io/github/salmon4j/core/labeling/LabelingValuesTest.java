package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.principle.PrincipleSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LabelingValuesTest {

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  private static PreferenceLabel label(double inOrder, double swapped) {
    return new PreferenceLabel(Pairs.pair(0), Pairs.PRINCIPLES.get("Kind"), inOrder, swapped);
  }

  @Test
  void judgeSettings_defaults_areTheReleasedCodesLimit() {
    assertEquals(1536, JudgeSettings.defaults().totalTokens());
  }

  @Test
  void judgeSettings_notPositive_areRefused() {
    assertRefused("total tokens: expected 1 or more, found 0", () -> new JudgeSettings(0, 1));
    assertRefused("tokens per call: expected 1 or more, found 0", () -> new JudgeSettings(1, 0));
  }

  @Test
  void acceptanceRule_accepts_agreeingOrdersFromTheMinimumOn() {
    AcceptanceRule rule = new AcceptanceRule(1);
    assertTrue(rule.accepts(label(1.5, 0.5)));
    assertTrue(rule.accepts(label(-0.5, -1.5)));
    assertFalse(rule.accepts(label(1.5, 0.25)));
    assertFalse(rule.accepts(label(9, -1)));
    assertFalse(AcceptanceRule.ordersAgree().accepts(label(0, 0)));
    assertTrue(AcceptanceRule.ordersAgree().accepts(label(1e-9, 1e-9)));
  }

  @Test
  void acceptanceRule_badMinimum_isRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          "minimum margin: expected a finite number of 0 or more, found " + bad,
          () -> new AcceptanceRule(bad));
    }
  }

  @Test
  void budget_rates_areQuotients() {
    BudgetReport report = new BudgetReport(2, 22, 4000, 11, 8);
    assertEquals(2, report.labelsPerSecond());
    assertEquals(11.0 / 8, report.secondsPerAcceptedLabel());
    assertEquals(500, report.tokensPerAcceptedLabel());
    BudgetReport none = new BudgetReport(2, 22, 4000, 11, 0);
    assertEquals(Double.POSITIVE_INFINITY, none.secondsPerAcceptedLabel());
    assertEquals(Double.POSITIVE_INFINITY, none.tokensPerAcceptedLabel());
    assertTrue(Double.isNaN(BudgetReport.none().labelsPerSecond()));
  }

  @Test
  void budget_plus_addsEverything() {
    assertEquals(
        new BudgetReport(11, 22, 33, 44, 15),
        new BudgetReport(1, 2, 3, 4, 1).plus(new BudgetReport(10, 20, 30, 40, 14)));
    BudgetReport any = new BudgetReport(1, 2, 3, 4, 1);
    assertEquals(any, BudgetReport.none().plus(any));
  }

  @Test
  void budget_outOfRange_isRefused() {
    String most = "0 to " + Long.MAX_VALUE;
    assertRefused("pairs: expected " + most + ", found -1", () -> new BudgetReport(-1, 0, 0, 0, 0));
    assertRefused(
        "labels: expected " + most + ", found -1", () -> new BudgetReport(0, -1, 0, 0, 0));
    assertRefused(
        "prompt tokens: expected " + most + ", found -1", () -> new BudgetReport(0, 0, -1, 0, 0));
    assertRefused(
        "accepted labels: expected 0 to 3, found 4", () -> new BudgetReport(1, 3, 0, 0, 4));
    assertRefused(
        "seconds: expected a finite number of 0 or more, found NaN",
        () -> new BudgetReport(0, 0, 0, Double.NaN, 0));
  }

  @Test
  void identity_outOfRange_isRefused() {
    assertRefused(
        "judge: expected a name, found blank",
        () -> new LabelIdentity(" ", "hash", 1, Pairs.PRINCIPLES));
    assertRefused(
        "total tokens: expected 1 or more, found 0",
        () -> new LabelIdentity("judge", "hash", 0, Pairs.PRINCIPLES));
    assertRefused(
        "principles: expected at least 1, found 0",
        () -> new LabelIdentity("judge", "hash", 1, PrincipleSet.of()));
  }
}

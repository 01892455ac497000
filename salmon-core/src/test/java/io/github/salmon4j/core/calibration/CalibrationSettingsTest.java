package io.github.salmon4j.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.calibration.SubsetSize.Geometric;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationSettingsTest {

  private static final CalibrationSettings DEFAULTS = CalibrationSettings.defaults();

  private static CalibrationSettings with(double negation, double exchange, int passes) {
    return new CalibrationSettings(
        DEFAULTS.scoring(),
        DEFAULTS.subsetSize(),
        negation,
        exchange,
        List.of(),
        DEFAULTS.noise(),
        LabelOutput.HARD,
        passes);
  }

  private static void assertMessage(String expected, Executable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void releasedCode_hasItsNumbers() {
    CalibrationSettings released = CalibrationSettings.releasedCode(text -> Optional.empty());
    assertEquals(new Scoring(SwapPolicy.AGREE_ELSE_ZERO, Scaling.VARIANCE, 0), released.scoring());
    assertEquals(new Geometric(0.2), released.subsetSize());
    assertEquals(0.5, released.negation());
    assertEquals(0.5, released.exchange());
    assertEquals(new LabelNoise(0.10, 0.25), released.noise());
    assertEquals(LabelOutput.HARD, released.output());
    assertEquals(4, released.passes());
    assertEquals(
        List.of("banned phrase: As an AI language model", "same language"),
        released.rules().stream().map(LabelRule::name).toList());
    assertEquals(DEFAULTS, released.withRules(List.of()));
  }

  @Test
  void paper_averagesWithoutScalingRulesOrNoise() {
    CalibrationSettings paper = CalibrationSettings.paper();
    assertEquals(new Scoring(SwapPolicy.MEAN, Scaling.NONE, 0), paper.scoring());
    assertEquals(LabelNoise.none(), paper.noise());
    assertEquals(List.of(), paper.rules());
    assertEquals(1, paper.passes());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void probabilities_outOfRange_areNamed(double bad) {
    assertMessage("negation: expected 0 to 1, found " + bad, () -> with(bad, 0, 1));
    assertMessage("exchange: expected 0 to 1, found " + bad, () -> with(0, bad, 1));
    assertMessage(
        "judged label noise: expected 0 to 1, found " + bad, () -> new LabelNoise(bad, 0));
    assertMessage("ruled label noise: expected 0 to 1, found " + bad, () -> new LabelNoise(0, bad));
  }

  @Test
  void passesAndRules_outOfRange_areNamed() {
    assertMessage("passes: expected 1 or more, found 0", () -> with(0, 0, 0));
    LabelRule rule = BannedPhrase.selfDescription();
    assertMessage(
        "rules: expected distinct names, found '" + rule.name() + "' twice",
        () -> DEFAULTS.withRules(List.of(rule, rule)));
    assertThrows(NullPointerException.class, () -> DEFAULTS.withOutput(null));
    assertThrows(NullPointerException.class, () -> DEFAULTS.withRules(null));
  }
}

package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One row worked by hand: the released settings with either of their two estimators. */
class AdvantageEstimationTest {

  private static final FloatMatrix LOG_PROBS = FloatMatrix.of(1, 4, -1, -.5f, -2, 0);
  private static final FloatMatrix REFERENCES = FloatMatrix.of(1, 4, -1.2f, -.4f, -1.5f, 0);
  private static final FloatMatrix VALUES = FloatMatrix.of(1, 4, .1f, .2f, .3f, .4f);
  private static final ValidTokens ALL = ValidTokens.all(1, 4);

  private static AdvantageEstimate estimate(KlEstimator estimator) {
    AdvantageSettings released = AdvantageSettings.released();
    AdvantageSettings settings =
        new AdvantageSettings(
            estimator,
            released.scorePlacement(),
            released.rewardScale(),
            released.rewardWhitening(),
            released.gamma(),
            released.lambda(),
            released.advantageWhitening());
    ScoredResponses responses =
        new ScoredResponses(LOG_PROBS, REFERENCES, VALUES, List.of(0.7), ALL);
    return AdvantageEstimation.estimate(responses, 0.02, settings);
  }

  private static void assertRow(FloatMatrix found, float... expected) {
    assertArrayEquals(expected, found.toArray(), 1e-6f);
  }

  @Test
  void estimate_releasedSettings_byHand() {
    AdvantageEstimate found = estimate(KlEstimator.K1_CLAMPED);
    assertRow(found.kl(), .2f, 0, 0, 0);
    assertRow(found.rewards(), -.04f, 0, 0, 7);
    assertRow(found.unwhitened(), 6.86f, 6.8f, 6.7f, 6.6f);
    assertRow(found.returns(), 6.96f, 7, 7, 7);
    assertWhitened(found, 1.212183, .606091, -.404061, -1.414213);
  }

  @Test
  void estimate_releasedSettingsWithK3_byHand() {
    AdvantageEstimate found = estimate(KlEstimator.K3);
    assertRow(found.kl(), .01873075f, .00517092f, .14872127f, 0);
    assertRow(found.rewards(), -.003746f, -.001034f, -.029744f, 7);
    assertRow(found.unwhitened(), 6.865475f, 6.769222f, 6.670256f, 6.6f);
    assertRow(found.returns(), 6.965475f, 6.969222f, 6.970256f, 7);
    assertWhitened(found, 1.387099, .428206, -.557704, -1.257601);
  }

  /** Advantages near 6.7 with a deviation of 0.1, stored as floats: 5e-6 at most. */
  private static void assertWhitened(AdvantageEstimate found, double... expected) {
    for (int t = 0; t < expected.length; t++) {
      assertEquals(expected[t], found.advantages().get(0, t), 5e-6);
    }
  }

  @Test
  void estimate_rewardWhitening_comesAfterScaling() {
    AdvantageSettings settings =
        new AdvantageSettings(
            KlEstimator.K1,
            ScorePlacement.LAST_TOKEN,
            10,
            Whitening.SALMON.withMean(Whitening.Mean.KEPT),
            1,
            1,
            Whitening.NONE);
    FloatMatrix zero = FloatMatrix.of(1, 2, 0, 0);
    ValidTokens two = ValidTokens.all(1, 2);
    AdvantageEstimate found =
        AdvantageEstimation.estimate(
            new ScoredResponses(zero, zero, zero, List.of(2.0), two), 0.5, settings);
    assertEquals(FloatMatrix.of(1, 2, 9, 11), found.rewards()); // of 0 and 20: 10 -+ 1
    assertEquals(FloatMatrix.of(1, 2, 20, 11), found.advantages());
    assertEquals(found.unwhitened(), found.advantages());
  }

  @Test
  void settings_areThoseOfTheirSources() {
    assertEquals(
        new AdvantageSettings(
            KlEstimator.K1, ScorePlacement.LAST_TOKEN, 1, Whitening.NONE, 1, 1, Whitening.SALMON),
        AdvantageSettings.defaults());
    assertEquals(
        new AdvantageSettings(
            KlEstimator.K1_CLAMPED,
            ScorePlacement.LAST_SLOT,
            10,
            Whitening.NONE,
            1,
            1,
            Whitening.SALMON),
        AdvantageSettings.released());
  }

  @Test
  void settings_outOfRange_areRejected() {
    assertMessage("reward scale: expected a finite number above 0, found 0.0", 0, 1, 1);
    assertMessage("gamma: expected 0 to 1, found 2.0", 1, 2, 1);
    assertMessage("lambda: expected 0 to 1, found -1.0", 1, 1, -1);
  }

  private static void assertMessage(String message, double scale, double gamma, double lambda) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new AdvantageSettings(
                        KlEstimator.K1,
                        ScorePlacement.LAST_TOKEN,
                        scale,
                        Whitening.NONE,
                        gamma,
                        lambda,
                        Whitening.SALMON))
            .getMessage());
  }

  @Test
  void responses_badInput_namesWhatAndWhere() {
    FloatMatrix bad = FloatMatrix.of(1, 4, 0, 0, Float.NaN, 0);
    String nan = "[0, 2]: expected a finite number, found NaN";
    List<Double> score = List.of(1.0);
    assertNonFinite(
        "log-probabilities" + nan, () -> new ScoredResponses(bad, VALUES, VALUES, score, ALL));
    assertNonFinite(
        "reference log-probabilities" + nan,
        () -> new ScoredResponses(VALUES, bad, VALUES, score, ALL));
    assertNonFinite("values" + nan, () -> new ScoredResponses(VALUES, VALUES, bad, score, ALL));
    assertNonFinite(
        "scores[0, 0]: expected a finite number, found Infinity",
        () -> new ScoredResponses(VALUES, VALUES, VALUES, List.of(1 / 0.0), ALL));
    assertEquals(
        "scores: expected one for each of 1 rows, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ScoredResponses(VALUES, VALUES, VALUES, List.of(), ALL))
            .getMessage());
  }

  private static void assertNonFinite(String message, Runnable action) {
    assertEquals(message, assertThrows(NonFiniteException.class, action::run).getMessage());
  }

  @Test
  void responses_copyTheirScores() {
    List<Double> scores = new ArrayList<>(List.of(1.0));
    ScoredResponses responses = new ScoredResponses(VALUES, VALUES, VALUES, scores, ALL);
    scores.set(0, 2.0);
    assertEquals(List.of(1.0), responses.scores());
  }
}

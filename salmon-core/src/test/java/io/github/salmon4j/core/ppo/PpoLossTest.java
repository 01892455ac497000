package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PpoLossTest {

  private static final ClippedSurrogate CLIP = ClippedSurrogate.symmetric(0.2);
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static TokenWeights meanOf(int columns) {
    return Aggregation.TOKEN_MEAN.weights(ValidTokens.all(1, columns));
  }

  private static FloatMatrix row(double... values) {
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
    return FloatMatrix.of(1, values.length, floats);
  }

  /** Numbers of rlax's own test of its clipped surrogate (Apache-2.0), good to 1e-5. */
  @Test
  void policyLoss_equalsRlax() {
    double[][] logits = {{1, 1, 1}, {2, 0, 0}, {-1, -2, -3}};
    double[][] oldLogits = {{1, 1, 1}, {2, 0, 0}, {-3, -2, -1}};
    double[] logProbs = new double[3];
    double[] oldLogProbs = new double[3];
    for (int action = 0; action < 3; action++) {
      logProbs[action] = LogSoftmax.of(logits[action], 0)[action];
      oldLogProbs[action] = LogSoftmax.of(oldLogits[action], 0)[action];
    }
    double[][] advantages = {{0.3, 0.2, 0.1}, {-0.3, -0.2, -0.1}};
    double[] expected = {-0.17117467, 0.19333333};
    for (int i = 0; i < 2; i++) {
      PolicyLoss loss = CLIP.loss(row(logProbs), row(oldLogProbs), row(advantages[i]), meanOf(3));
      assertEquals(expected[i], loss.loss().value(), 1e-5);
    }
  }

  /** Numbers of NeMo RL's own test of its clipped loss (Apache-2.0). */
  @Test
  void policyLoss_equalsNemo() {
    FloatMatrix now = row(-1.69315, -1, -0.59453);
    PolicyLoss loss = CLIP.loss(now, row(-1, -1, -1), row(1, -1, 2), meanOf(3));
    assertEquals(-0.6333, loss.loss().value(), 1e-4);
    assertEquals(0.5, loss.ratio().smallest(), 1e-5);
    assertEquals(1.5, loss.ratio().largest(), 1e-4);
    assertEquals(1.0 / 3, loss.ratio().belowRange(), 1e-15);
    assertEquals(1.0 / 3, loss.ratio().aboveRange(), 1e-15);
    assertEquals(2.0 / 3, loss.ratio().clipFraction(), 1e-15);
    assertEquals(1.0 / 3, loss.ratio().withoutGradient(), 1e-15); // the one below wants back
  }

  @Test
  void policyLoss_unmovedPolicy_hasRatioOneExactly() {
    FloatMatrix logProbs = row(-0.1, -7.3, -30);
    PolicyLoss loss = CLIP.loss(logProbs, logProbs, row(3, -2, 0.5), meanOf(3));
    assertEquals(new RatioReport(3, 0, 0, 0, 0, 0, 1, 1), withoutSigns(loss.ratio()));
    assertEquals(-0.5, loss.loss().value(), 1e-15);
    assertEquals(row(-1, 2.0 / 3, -0.5 / 3), loss.loss().gradient());
  }

  /** A mean of {@code -0.0} is 0. */
  private static RatioReport withoutSigns(RatioReport r) {
    return new RatioReport(
        r.tokens(),
        r.negativeLogRatio() + 0.0,
        r.divergence() + 0.0,
        r.belowRange(),
        r.aboveRange(),
        r.withoutGradient(),
        r.smallest(),
        r.largest());
  }

  @Test
  void policyLoss_zeroAdvantage_isNotHeldByABound() {
    PolicyLoss loss = CLIP.loss(row(-1, -1), row(-3, -3), row(0, 1), meanOf(2));
    assertEquals(0.5, loss.ratio().withoutGradient());
    assertEquals(1, loss.ratio().aboveRange());
  }

  @Test
  void policyLoss_dualClip_boundsWhatANegativeAdvantageCosts() {
    ClippedSurrogate dual = new ClippedSurrogate(0.2, 0.2, 2);
    PolicyLoss far = dual.loss(row(-1), row(-4), row(-0.5), meanOf(1));
    assertEquals(1, far.loss().value(), 1e-15);
    assertEquals(row(0), far.loss().gradient());
    PolicyLoss without = CLIP.loss(row(-1), row(-4), row(-0.5), meanOf(1));
    assertEquals(0.5 * Math.exp(3), without.loss().value(), 1e-12);
  }

  @Test
  void policyLoss_farAboveTheRangeIsFiniteOnlyIfClipped() {
    TokenWeights weights = meanOf(2);
    PolicyLoss clipped = CLIP.loss(row(-1, 0), row(-1, -2000), row(1, 1), weights);
    assertEquals(-1.1, clipped.loss().value(), 1e-12);
    assertEquals(row(-0.5, 0), clipped.loss().gradient());
    assertEquals(
        "policy loss[0, 1]: expected a finite number, found Infinity",
        assertThrows(
                NonFiniteException.class,
                () -> CLIP.loss(row(-1, 0), row(-1, -2000), row(1, -1), weights))
            .getMessage());
  }

  @Test
  void losses_ofNothing_areZero() {
    TokenWeights none = Aggregation.TOKEN_MEAN.weights(ValidTokens.ofLengths(new int[] {0, 0}, 1));
    FloatMatrix padding = FloatMatrix.of(2, 1, Float.NaN, Float.NaN);
    PolicyLoss policy = CLIP.loss(padding, padding, padding, none);
    assertEquals(0, policy.loss().value());
    assertEquals(FloatMatrix.of(2, 1, 0, 0), policy.loss().gradient());
    assertEquals(new RatioReport(0, 0, 0, 0, 0, 0, 1, 1), withoutSigns(policy.ratio()));
    ValueLoss value = ClippedValueLoss.unclipped(1).loss(padding, padding, padding, none);
    assertEquals(0, value.loss().value());
    assertEquals(0, value.clipFraction());
    assertEquals(0, SampledEntropy.loss(padding, padding, none, 1).value());
    assertEquals(0, ExplainedVariance.of(padding, padding, none.mask()));
    TokenWeights empty = Aggregation.TOKEN_MEAN.weights(ValidTokens.all(0, 0));
    FloatMatrix nothing = FloatMatrix.of(0, 0);
    assertEquals(0, CLIP.loss(nothing, nothing, nothing, empty).loss().value());
  }

  @Test
  void losses_badInput_namesWhatAndWhere() {
    TokenWeights weights = Aggregation.TOKEN_MEAN.weights(ValidTokens.all(2, 1));
    FloatMatrix good = FloatMatrix.of(2, 1, -1, -1);
    FloatMatrix bad = FloatMatrix.of(2, 1, -1, Float.NaN);
    FloatMatrix wide = FloatMatrix.of(1, 2, -1, -1);
    ClippedValueLoss value = new ClippedValueLoss(0.2, 0.1);
    assertNames("log-probabilities[1, 0]", () -> CLIP.loss(bad, good, good, weights));
    assertNames("old log-probabilities[1, 0]", () -> CLIP.loss(good, bad, good, weights));
    assertNames("advantages[1, 0]", () -> CLIP.loss(good, good, bad, weights));
    assertNames("values[1, 0]", () -> value.loss(bad, good, good, weights));
    assertNames("old values[1, 0]", () -> value.loss(good, bad, good, weights));
    assertNames("returns[1, 0]", () -> value.loss(good, good, bad, weights));
    assertNames("log-probabilities[1, 0]", () -> SampledEntropy.loss(bad, good, weights, 1));
    assertNames("old log-probabilities[1, 0]", () -> SampledEntropy.loss(good, bad, weights, 1));
    assertThrows(IllegalArgumentException.class, () -> CLIP.loss(good, good, wide, weights));
    assertThrows(IllegalArgumentException.class, () -> value.loss(wide, good, good, weights));
    assertNames("logits[0, 1]", () -> TokenEntropy.of(row(1, Float.NaN)));
    assertNames("logits[0, 0]", () -> TokenEntropy.of(row(NEVER, 1)));
    assertNames("logits[0, 0]", () -> TokenEntropy.of(row(-NEVER, -NEVER)));
    assertThrows(IllegalArgumentException.class, () -> TokenEntropy.of(FloatMatrix.of(1, 0)));
    assertThrows(
        IllegalArgumentException.class, () -> TokenEntropy.loss(good, ValidTokens.all(1, 1), 1));
  }

  private static void assertNames(String start, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(NonFiniteException.class, call).getMessage();
    assertEquals(start + ": expected a finite number", message.split(", found")[0]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN})
  void clip_outOfRange_isRejected(double below) {
    assertThrows(IllegalArgumentException.class, () -> new ClippedSurrogate(below, 0.2, NEVER));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClippedSurrogate(0.2, below > 0 ? -1 : below, NEVER));
    assertThrows(IllegalArgumentException.class, () -> new ClippedSurrogate(0.2, 0.2, 1.2));
    assertThrows(
        IllegalArgumentException.class, () -> new ClippedValueLoss(below > 0 ? -1 : below, 1));
    assertThrows(IllegalArgumentException.class, () -> new ClippedValueLoss(0.2, -1));
    assertThrows(IllegalArgumentException.class, () -> new ClippedValueLoss(0.2, NEVER));
  }

  /** Two bits, in nats, as in NeMo Aligner's own test (Apache-2.0). */
  @Test
  void entropy_ofFourAlike_isTwoBits() {
    double quarter = Math.log(0.25);
    double nats = TokenEntropy.entropy(quarter, quarter, quarter, quarter);
    assertEquals(2, nats / Math.log(2), 1e-15);
    assertEquals(2 * Math.log(2), TokenEntropy.of(row(5, 5, 5, 5)).get(0, 0), 1e-7);
  }

  @Test
  void entropy_impossibleTokensAddNothing() {
    FloatMatrix logits = row(1, -NEVER, 1);
    assertEquals(Math.log(2), TokenEntropy.of(logits).get(0, 0), 1e-7);
    Loss loss = TokenEntropy.loss(row(1, -NEVER, 2), ValidTokens.all(1, 1), 1);
    assertEquals(0, loss.gradient().get(0, 1));
  }

  @Test
  void explainedVariance_knownCases() {
    ValidTokens mask = ValidTokens.ofLengths(new int[] {3}, 4);
    FloatMatrix returns = row(1, 2, 3, Float.NaN);
    assertEquals(1, ExplainedVariance.of(row(11, 12, 13, 0), returns, mask), 1e-15);
    assertEquals(0, ExplainedVariance.of(row(5, 5, 5, 0), returns, mask), 1e-15);
    assertEquals(-3, ExplainedVariance.of(row(3, 2, 1, 0), returns, mask), 1e-14);
    assertEquals(0, ExplainedVariance.of(returns, row(2, 2, 2, 0), mask), 1e-15);
  }

  @Test
  void plus_addsValuesAndGradients() {
    Loss sum = new Loss(1, row(1, 2)).plus(new Loss(2, row(10, 20)));
    assertEquals(new Loss(3, row(11, 22)), sum);
    assertThrows(
        IllegalArgumentException.class, () -> sum.plus(new Loss(0, FloatMatrix.of(2, 1, 1, 2))));
  }
}

package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/**
 * Derivatives equal central differences in double, and a matrix of them is weight times derivative,
 * rounded to float.
 */
class PpoLossGradientTest {

  private static final ClippedSurrogate CLIP = new ClippedSurrogate(0.2, 0.28, 3);

  /** Fourth order: truncation falls below rounding at this step. */
  private static double slope(DoubleUnaryOperator f, double x) {
    double h = 1e-3;
    return (8 * (f.applyAsDouble(x + h) - f.applyAsDouble(x - h))
            - (f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h)))
        / (12 * h);
  }

  private static void assertSlope(double expected, double found) {
    assertEquals(expected, found, 1e-7 * Math.max(1e-3, Math.abs(expected)));
  }

  private static double policyTerm(double logRatio, double advantage) {
    return CLIP.term(Math.exp(logRatio), advantage);
  }

  @Property(tries = 500)
  void policy_equalsCentralDifferences(
      @ForAll @DoubleRange(min = -2, max = 2) double logRatio,
      @ForAll @DoubleRange(min = -5, max = 5) double advantage) {
    for (double edge : new double[] {Math.log(0.8), Math.log(1.28), Math.log(3)}) {
      if (Math.abs(logRatio - edge) < 3e-3) {
        return; // a kink lies between the points of the difference; the next test stands there
      }
    }
    assertSlope(
        slope(x -> policyTerm(x, advantage), logRatio), CLIP.slope(Math.exp(logRatio), advantage));
  }

  @Test
  void policy_onAndBesideEachEdge() {
    double[][] edges = { // ratio, advantage, slope on it, slope just inside, just outside
      {0.8, 2, -1.6, -1.6, -1.6},
      {0.8, -2, 1.6, 1.6, 0},
      {1.28, 2, -2.56, -2.56, 0},
      {1.28, -2, 2.56, 2.56, 2.56},
      {3, -2, 6, 6, 0},
      {3, 2, 0, 0, 0}
    };
    double inside = 1e-9;
    for (double[] edge : edges) {
      double toward = edge[0] < 1 ? inside : -inside;
      assertEquals(edge[2], CLIP.slope(edgeOf(edge[0]), edge[1]), 1e-12, Arrays.toString(edge));
      assertEquals(edge[3], CLIP.slope(edge[0] + toward, edge[1]), 1e-7, Arrays.toString(edge));
      assertEquals(edge[4], CLIP.slope(edge[0] - toward, edge[1]), 1e-7, Arrays.toString(edge));
      double at = Math.log(edge[0]);
      double h = 1e-6;
      double outward = edge[0] < 1 ? -h : h;
      double beyond = (policyTerm(at + outward, edge[1]) - policyTerm(at, edge[1])) / outward;
      double before = (policyTerm(at, edge[1]) - policyTerm(at - outward, edge[1])) / outward;
      assertEquals(edge[4], beyond, 1e-5, Arrays.toString(edge));
      assertEquals(edge[3], before, 1e-5, Arrays.toString(edge));
    }
  }

  /** The edge as the class computes it. */
  private static double edgeOf(double ratio) {
    return ratio == 0.8 ? 1 - 0.2 : ratio == 1.28 ? 1 + 0.28 : ratio;
  }

  @Property(tries = 500)
  void value_equalsCentralDifferences(
      @ForAll @DoubleRange(min = -3, max = 3) double value,
      @ForAll @DoubleRange(min = -3, max = 3) double oldValue,
      @ForAll @DoubleRange(min = -3, max = 3) double target) {
    ClippedValueLoss clip = new ClippedValueLoss(0.2, 1);
    double error = value - target;
    double held = clip.held(value, oldValue) - target;
    double moved = Math.abs(value - oldValue);
    boolean nearAnEdge =
        Math.abs(moved - 0.2) < 3e-3
            || moved > 0.2 && Math.abs(Math.abs(error) - Math.abs(held)) < 6e-3;
    if (nearAnEdge) {
      return;
    }
    assertSlope(
        slope(v -> ClippedValueLoss.term(v - target, clip.held(v, oldValue) - target), value),
        ClippedValueLoss.slope(error, held));
  }

  @Test
  void value_onAndBesideTheEdges() {
    ClippedValueLoss clip = new ClippedValueLoss(0.5, 1);
    double[][] cases = { // value, old value, return, slope
      {0.5, 0, 2, -1.5}, // on the edge, moving toward the return
      {0.75, 0, 2, 0}, // beyond it: the held error is larger
      {0.75, 0, 0, 0.75}, // beyond it, moving away from the return: no protection
      {-0.5, 0, 2, -2.5},
      {-0.75, 0, 2, -2.75},
      {0.75, 0, 0.625, 0.125} // both errors the same size: the unclipped one decides
    };
    for (double[] c : cases) {
      assertEquals(
          c[3],
          ClippedValueLoss.slope(c[0] - c[2], clip.held(c[0], c[1]) - c[2]),
          Arrays.toString(c));
    }
  }

  @Property(tries = 300)
  void sampledEntropy_equalsCentralDifferences(
      @ForAll @DoubleRange(min = -6, max = 0) double logProb,
      @ForAll @DoubleRange(min = -6, max = 0) double oldLogProb) {
    assertSlope(
        slope(x -> SampledEntropy.term(x, oldLogProb), logProb),
        SampledEntropy.slope(logProb, oldLogProb));
  }

  @Property(tries = 100)
  void entropy_equalsCentralDifferences(@ForAll long seed) {
    double[] logits = new Random(seed).doubles(7, -3, 3).toArray();
    double[] logProbs = LogSoftmax.of(logits, 0);
    for (int v = 0; v < logits.length; v++) {
      int moved = v;
      DoubleUnaryOperator entropy =
          z -> {
            double[] at = logits.clone();
            at[moved] = z;
            return TokenEntropy.entropy(LogSoftmax.of(at, 0));
          };
      assertSlope(
          slope(entropy, logits[v]),
          TokenEntropy.slope(logProbs[v], TokenEntropy.entropy(logProbs)));
    }
  }

  @Property(tries = 50)
  void matrices_areWeightTimesDerivative(@ForAll long seed, @ForAll Aggregation aggregation) {
    Random random = new Random(seed);
    ValidTokens mask = ValidTokens.ofLengths(new int[] {4, 1, 3}, 4);
    FloatMatrix a = matrix(random);
    FloatMatrix b = matrix(random);
    FloatMatrix c = matrix(random);
    TokenWeights weights = aggregation.weights(mask);
    FloatMatrix policy = CLIP.loss(a, b, c, weights).loss().gradient();
    ClippedValueLoss clip = new ClippedValueLoss(0.2, 0.5);
    FloatMatrix value = clip.loss(a, b, c, weights).loss().gradient();
    for (int row = 0; row < 3; row++) {
      for (int t = 0; t < 4; t++) {
        double w = weights.get(row, t);
        double ratio = Math.exp((double) a.get(row, t) - b.get(row, t));
        double error = (double) a.get(row, t) - c.get(row, t);
        double held = clip.held(a.get(row, t), b.get(row, t)) - c.get(row, t);
        assertEquals((float) (w * CLIP.slope(ratio, c.get(row, t))), policy.get(row, t), 0f);
        assertEquals(
            (float) (0.5 * w * ClippedValueLoss.slope(error, held)), value.get(row, t), 0f);
      }
    }
    assertTrue(policy.rows() == 3 && value.columns() == 4);
  }

  private static FloatMatrix matrix(Random random) {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return FloatMatrix.of(3, 4, values);
  }
}

package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AdvantagePropertyTest {

  private static final int ROWS = 6;
  private static final int COLUMNS = 8;

  /** A mask with gaps; every row has a token that counts. */
  private static ValidTokens mask(Random random) {
    boolean[] counts = new boolean[ROWS * COLUMNS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = random.nextInt(4) > 0;
    }
    for (int b = 0; b < ROWS; b++) {
      counts[b * COLUMNS + random.nextInt(COLUMNS)] = true;
    }
    return ValidTokens.of(ROWS, COLUMNS, counts);
  }

  private static FloatMatrix matrix(Random random, double mean) {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + random.nextGaussian());
    }
    return FloatMatrix.of(ROWS, COLUMNS, values);
  }

  private static ScoredResponses responses(Random random, ValidTokens mask) {
    return new ScoredResponses(
        matrix(random, -2),
        matrix(random, -2),
        matrix(random, 1),
        random.doubles(ROWS).boxed().toList(),
        mask);
  }

  @Provide
  Arbitrary<AdvantageSettings> settings() {
    List<Whitening> whitenings =
        List.of(
            Whitening.NONE, Whitening.SALMON, Whitening.OPENAI, Whitening.TRL, Whitening.TORCHTUNE);
    return Arbitraries.randoms()
        .map(
            random ->
                new AdvantageSettings(
                    KlEstimator.values()[random.nextInt(4)],
                    ScorePlacement.LAST_TOKEN,
                    1 + 9 * random.nextDouble(),
                    whitenings.get(random.nextInt(5)),
                    random.nextDouble(),
                    random.nextDouble(),
                    whitenings.get(random.nextInt(5))));
  }

  /** Each matrix, cut or widened, with something else wherever nothing counts. */
  private static FloatMatrix padded(FloatMatrix matrix, ValidTokens mask, int width, float pad) {
    float[] values = new float[ROWS * width];
    for (int b = 0; b < ROWS; b++) {
      for (int t = 0; t < width; t++) {
        boolean counts = t < COLUMNS && mask.counts(b, t);
        values[b * width + t] = counts ? matrix.get(b, t) : pad;
      }
    }
    return FloatMatrix.of(ROWS, width, values);
  }

  private static ValidTokens widened(ValidTokens mask, int width) {
    boolean[] counts = new boolean[ROWS * width];
    for (int b = 0; b < ROWS; b++) {
      for (int t = 0; t < COLUMNS; t++) {
        counts[b * width + t] = mask.counts(b, t);
      }
    }
    return ValidTokens.of(ROWS, width, counts);
  }

  private static List<FloatMatrix> steps(AdvantageEstimate estimate) {
    return List.of(
        estimate.kl(),
        estimate.rewards(),
        estimate.unwhitened(),
        estimate.advantages(),
        estimate.returns());
  }

  @Property(tries = 200)
  void estimate_paddingAndWidth_changeNothing(
      @ForAll long seed,
      @ForAll("settings") AdvantageSettings settings,
      @ForAll @IntRange(min = 0, max = 5) int wider) {
    ValidTokens mask = mask(new Random(seed));
    ScoredResponses responses = responses(new Random(seed), mask);
    int width = COLUMNS + wider;
    for (float pad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
      ScoredResponses other =
          new ScoredResponses(
              padded(responses.logProbs(), mask, width, pad),
              padded(responses.references(), mask, width, pad),
              padded(responses.values(), mask, width, pad),
              responses.scores(),
              widened(mask, width));
      List<FloatMatrix> expected = steps(AdvantageEstimation.estimate(responses, 0.1, settings));
      List<FloatMatrix> found = steps(AdvantageEstimation.estimate(other, 0.1, settings));
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(padded(expected.get(i), mask, width, 0), found.get(i));
      }
    }
  }

  @Property(tries = 200)
  void estimate_permutedBatch_isThePermutedEstimate(
      @ForAll long seed, @ForAll("settings") AdvantageSettings settings) {
    Random random = new Random(seed);
    ValidTokens mask = mask(random);
    ScoredResponses responses = responses(random, mask);
    List<Integer> order = new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
    Collections.shuffle(order, random);
    int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
    ScoredResponses permuted =
        new ScoredResponses(
            responses.logProbs().select(rows, COLUMNS),
            responses.references().select(rows, COLUMNS),
            responses.values().select(rows, COLUMNS),
            order.stream().map(responses.scores()::get).toList(),
            mask.select(rows, COLUMNS));
    List<FloatMatrix> expected = steps(AdvantageEstimation.estimate(responses, 0.1, settings));
    List<FloatMatrix> found = steps(AdvantageEstimation.estimate(permuted, 0.1, settings));
    boolean perRow = settings.rewardWhitening() == Whitening.NONE;
    for (int i = 0; i < expected.size(); i++) {
      FloatMatrix wanted = expected.get(i).select(rows, COLUMNS);
      boolean exact = i == 0 || perRow && i != 3;
      if (exact) {
        assertEquals(wanted, found.get(i));
      }
      double[] numbers = new double[ROWS * COLUMNS];
      for (int j = 0; j < numbers.length; j++) {
        numbers[j] = wanted.toArray()[j];
      }
      Golden.assertMatrix(numbers, found.get(i), permuted.mask(), 1e-6);
    }
  }

  @Property(tries = 200)
  void statistics_permutedBatch_areTheSameToRounding(@ForAll long seed) {
    Random random = new Random(seed);
    ValidTokens mask = mask(random);
    FloatMatrix values = matrix(random, 100);
    int[] rows = {3, 1, 5, 0, 2, 4};
    MaskedStatistics one = MaskedStatistics.of(values, mask);
    MaskedStatistics other =
        MaskedStatistics.of(values.select(rows, COLUMNS), mask.select(rows, COLUMNS));
    assertEquals(one.count(), other.count());
    assertEquals(one.mean(), other.mean(), 1e-12 * Math.abs(one.mean()));
    assertEquals(one.variance(), other.variance(), 1e-12 * one.variance());
  }

  @Property(tries = 200)
  void generalizedAdvantage_satisfiesItsRecursion(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 1) double gamma,
      @ForAll @DoubleRange(min = 0, max = 1) double lambda) {
    Random random = new Random(seed);
    ValidTokens mask = mask(random);
    FloatMatrix r = matrix(random, 0);
    FloatMatrix v = matrix(random, 1);
    Advantages found = new GeneralizedAdvantage(gamma, lambda).estimate(r, v, mask);
    Advantages oneStep = new GeneralizedAdvantage(gamma, 0).estimate(r, v, mask);
    Advantages allSteps = new GeneralizedAdvantage(gamma, 1).estimate(r, v, mask);
    for (int b = 0; b < ROWS; b++) {
      double nextValue = 0;
      double nextAdvantage = 0;
      double discounted = 0;
      for (int t = COLUMNS - 1; t >= 0; t--) {
        if (mask.counts(b, t)) {
          double delta = r.get(b, t) + gamma * nextValue - v.get(b, t);
          discounted = r.get(b, t) + gamma * discounted;
          double advantage = found.advantages().get(b, t);
          assertEquals(delta + gamma * lambda * nextAdvantage, advantage, 1e-5);
          assertEquals(delta, oneStep.advantages().get(b, t), 1e-5);
          assertEquals(discounted - v.get(b, t), allSteps.advantages().get(b, t), 1e-5);
          assertEquals(discounted, allSteps.returns().get(b, t), 1e-5);
          assertEquals(advantage + v.get(b, t), found.returns().get(b, t), 1e-5);
          nextValue = v.get(b, t);
          nextAdvantage = advantage;
        }
      }
    }
  }

  @Property(tries = 100)
  void estimate_policyIsTheReference_hasNoDivergence(
      @ForAll long seed, @ForAll KlEstimator estimator) {
    Random random = new Random(seed);
    ValidTokens mask = mask(random);
    FloatMatrix logProbs = matrix(random, -2);
    FloatMatrix kl = estimator.perToken(logProbs, logProbs, mask);
    assertEquals(FloatMatrix.of(ROWS, COLUMNS, new float[ROWS * COLUMNS]), kl);
    assertEquals(0, KlDivergence.meanPerSequence(kl, mask));
    for (double divergence : KlDivergence.exact(logProbs, logProbs)) {
      assertEquals(0, divergence);
    }
  }

  @Property(tries = 500)
  void k3_isNeverNegative(@ForAll long seed) {
    Random random = new Random(seed);
    double logProb = -50 * random.nextDouble();
    double near = logProb + random.nextGaussian() * Math.pow(10, -random.nextInt(16));
    assertTrue(KlEstimator.K3.value(logProb, -50 * random.nextDouble()) >= 0);
    assertTrue(KlEstimator.K3.value(near, logProb) >= 0);
  }

  /** Averaged over the policy itself, k1 and k3 are the divergence; the clamped k1 is above it. */
  @Property(tries = 100)
  void estimators_inExpectation_areBiasedAsTheySay(@ForAll long seed) {
    Random random = new Random(seed);
    FloatMatrix p = matrix(random, 0);
    FloatMatrix q = matrix(random, 0);
    double[] exact = KlDivergence.exact(p, q);
    for (int n = 0; n < ROWS; n++) {
      double[] logP = logSoftmax(p, n);
      double[] logQ = logSoftmax(q, n);
      double[] mean = new double[4];
      for (int v = 0; v < COLUMNS; v++) {
        for (KlEstimator estimator : KlEstimator.values()) {
          mean[estimator.ordinal()] += Math.exp(logP[v]) * estimator.value(logP[v], logQ[v]);
        }
      }
      assertEquals(exact[n], mean[KlEstimator.K1.ordinal()], 1e-12);
      assertEquals(exact[n], mean[KlEstimator.K3.ordinal()], 1e-12);
      assertTrue(mean[KlEstimator.K1_CLAMPED.ordinal()] > exact[n]);
    }
  }

  private static double[] logSoftmax(FloatMatrix logits, int n) {
    double sum = 0;
    for (int v = 0; v < COLUMNS; v++) {
      sum += Math.exp(logits.get(n, v));
    }
    double total = Math.log(sum);
    return IntStream.range(0, COLUMNS).mapToDouble(v -> logits.get(n, v) - total).toArray();
  }

  @Property(tries = 100)
  void placement_gammaAndLambdaOne_makesNoDifferenceToRealTokens(@ForAll long seed) {
    Random random = new Random(seed);
    int[] lengths = random.ints(ROWS, 1, COLUMNS + 1).toArray();
    ValidTokens tokens = ValidTokens.ofLengths(lengths, COLUMNS);
    ValidTokens slots = ValidTokens.all(ROWS, COLUMNS);
    FloatMatrix kl = padded(matrix(random, 0), tokens, COLUMNS, 0);
    FloatMatrix values = matrix(random, 0);
    List<Double> scores = random.doubles(ROWS).boxed().toList();
    GeneralizedAdvantage gae = new GeneralizedAdvantage(1, 1);
    RewardShaping last = new RewardShaping(ScorePlacement.LAST_TOKEN, 1);
    RewardShaping padded = new RewardShaping(ScorePlacement.LAST_SLOT, 1);
    FloatMatrix expected =
        gae.estimate(last.rewards(kl, scores, tokens, 0.5), values, tokens).advantages();
    FloatMatrix found =
        gae.estimate(padded.rewards(kl, scores, slots, 0.5), values, slots).advantages();
    for (int b = 0; b < ROWS; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        assertEquals(expected.get(b, t), found.get(b, t), 1e-5);
      }
    }
  }

  @Property(tries = 100)
  void whitened_hasMeanZeroAndVarianceOne(@ForAll long seed) {
    Random random = new Random(seed);
    ValidTokens mask = mask(random);
    FloatMatrix values = matrix(random, 5);
    MaskedStatistics population = MaskedStatistics.of(Whitening.SALMON.whiten(values, mask), mask);
    assertEquals(0, population.mean(), 1e-6);
    assertEquals(1, population.variance(), 1e-6);
    MaskedStatistics sample = MaskedStatistics.of(Whitening.TRL.whiten(values, mask), mask);
    assertEquals(0, sample.mean(), 1e-6);
    assertEquals(1, sample.sampleVariance(), 1e-6);
    MaskedStatistics kept = MaskedStatistics.of(Whitening.TORCHTUNE.whiten(values, mask), mask);
    assertEquals(MaskedStatistics.of(values, mask).mean(), kept.mean(), 1e-6);
    assertEquals(1, kept.sampleVariance(), 1e-6);
  }

  @Property(tries = 100)
  void groups_leaveOneOut_isTheDifferenceFromTheOthersMean(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int k) {
    Random random = new Random(seed);
    List<Double> rewards = random.doubles(3L * k, -5, 5).boxed().toList();
    List<Double> found = GroupAdvantage.leaveOneOut(rewards, k);
    for (int i = 0; i < rewards.size(); i++) {
      int from = i - i % k;
      double others = -rewards.get(i);
      for (double reward : rewards.subList(from, from + k)) {
        others += reward;
      }
      assertEquals(rewards.get(i) - others / (k - 1), found.get(i), 1e-13);
    }
  }
}

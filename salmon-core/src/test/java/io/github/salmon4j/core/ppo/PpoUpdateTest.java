package io.github.salmon4j.core.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PpoUpdateTest {

  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final TabularPolicy policy = new TabularPolicy(3, 4, (s, t) -> s.prompt().get(0));
  private final TabularValues values = new TabularValues(3, (s, t) -> s.prompt().get(0));
  private final Learner policyLearner = TinyPpo.learner(policy);
  private final Learner valueLearner = TinyPpo.learner(values);

  /** Rows of 2, 0, 1 and 3 tokens; state b % 3. */
  private Experience experience() {
    int[][] responses = {{0, 1}, {}, {2}, {3, 3, 0}};
    List<TokenSequence> sequences = new ArrayList<>();
    for (int b = 0; b < responses.length; b++) {
      sequences.add(new TokenSequence(TokenIds.of(b % 3), TokenIds.of(responses[b])));
    }
    TokenBatch batch = new TokenBatch(sequences);
    float nan = Float.NaN;
    FloatMatrix advantages = FloatMatrix.of(4, 3, 1, -1, nan, nan, nan, nan, 2, 0, 0, -2, 1, 0.5f);
    FloatMatrix returns = FloatMatrix.of(4, 3, 1, 2, nan, nan, nan, nan, 3, 0, 0, 4, 5, 6);
    return new Experience(
        batch,
        policy.forward(batch).outputs(),
        values.forward(batch).outputs(),
        advantages,
        returns);
  }

  private static PpoSettings settings(int epochs, int rows, double limit) {
    return new PpoSettings(
        epochs,
        rows,
        ClippedSurrogate.symmetric(0.2),
        ClippedValueLoss.unclipped(1),
        0,
        Aggregation.TOKEN_MEAN,
        NEVER,
        limit);
  }

  private UpdateReport update(PpoSettings settings, double learningRate) {
    return new PpoUpdate(policyLearner, valueLearner, settings)
        .update(experience(), learningRate, new Random(1), Monitor.none());
  }

  @Test
  void update_visitsEveryResponseWithTokensOnceAnEpoch() {
    UpdateReport report = update(settings(3, 2, NEVER), 0);
    assertEquals(6, report.optimizerSteps());
    assertEquals(18, report.ratio().tokens());
  }

  @Test
  void update_eachEpochAndSeedHasAnOrderOfItsOwn() {
    List<TokenIds> seen = visits(3);
    // Where one epoch ends with the response that the next begins with, it was recorded once.
    assertTrue(seen.size() > 16 && seen.size() <= 24, seen.size() + " visits");
    Set<List<TokenIds>> orders = new HashSet<>();
    for (int i = 0; i + 3 <= seen.size(); i++) {
      orders.add(List.copyOf(seen.subList(i, i + 3)));
    }
    assertTrue(orders.size() > 3, "one order over and over has 3 windows of 3");
    assertEquals(seen, visits(3));
    assertNotEquals(seen, visits(4));
  }

  /** The responses in the order in which 8 epochs of one-row minibatches came to them. */
  private List<TokenIds> visits(long seed) {
    List<TokenIds> seen = new ArrayList<>();
    TabularValues recorder =
        new TabularValues(
            1,
            (s, t) -> {
              if (t == 0 && (seen.isEmpty() || !seen.get(seen.size() - 1).equals(s.response()))) {
                seen.add(s.response()); // forward, and backward again
              }
              return 0;
            });
    new PpoUpdate(policyLearner, TinyPpo.learner(recorder), settings(8, 1, NEVER))
        .update(experience(), 0, new Random(seed), Monitor.none());
    return seen;
  }

  @Test
  void update_reportsMeansOverItsSteps() {
    UpdateReport once = update(settings(1, 4, NEVER), 0);
    UpdateReport thrice = update(settings(3, 4, NEVER), 0);
    assertEquals(once.policyLoss(), thrice.policyLoss(), 1e-6);
    assertEquals(once.valueLoss(), thrice.valueLoss(), 1e-6);
    assertEquals(once.gradientNorm(), thrice.gradientNorm(), 1e-6);
    assertEquals(0, thrice.valueClipFraction());
  }

  @Test
  void update_firstMinibatch_hasRatioOneExactly() {
    UpdateReport report = update(settings(1, 4, NEVER), 0.1);
    assertEquals(report.ratio(), report.firstRatio());
    assertEquals(1, report.ratio().smallest());
    assertEquals(1, report.ratio().largest());
    assertEquals(0, report.ratio().divergence());
    assertEquals(-1.5 / 6, report.policyLoss(), 1e-7);
    assertEquals((1 + 4 + 9 + 16 + 25 + 36) / 12.0, report.valueLoss(), 1e-6);
    assertEquals(Math.log(4), report.entropy(), 1e-6);
    assertEquals(0, report.explainedVariance(), 1e-12);
  }

  /** A step of AdamW is the learning rate times the gradient's sign, at first. */
  @Test
  void update_movesAgainstTheGradient() {
    update(settings(1, 4, NEVER), 0.01);
    assertEquals(0.01, policy.table.get(2, 2), 1e-6, "advantage 2: likelier");
    assertEquals(-0.01, policy.table.get(2, 0), 1e-6);
    assertEquals(0.01, values.table.get(2, 0), 1e-6);
  }

  @Test
  void update_gradientNormIsThatOfBothModels() {
    double norm = update(settings(1, 4, NEVER), 0).gradientNorm();
    double sum = 0;
    Experience all = experience();
    PolicyLoss policyLoss =
        settings(1, 4, NEVER)
            .policyLoss()
            .loss(
                all.logProbs(),
                all.logProbs(),
                all.advantages(),
                Aggregation.TOKEN_MEAN.weights(all.mask()));
    policy.forward(all.sequences()).backward(policyLoss.loss().gradient());
    for (float g : policy.table.gradient().array()) {
      sum += (double) g * g;
    }
    double[] valueGradient = {-(1 + 2 + 4 + 5 + 6) / 6.0, 0, -3 / 6.0};
    for (double g : valueGradient) {
      sum += g * g;
    }
    assertEquals(Math.sqrt(sum), norm, 1e-6);
  }

  @Test
  void update_clipsTheGradient() {
    PpoSettings free = settings(1, 4, NEVER);
    PpoSettings held =
        new PpoSettings(
            1, 4, free.policyLoss(), free.valueLoss(), 0, free.aggregation(), 1e-9, NEVER);
    update(held, 0.01);
    // Far below AdamW's epsilon, a gradient's size shows in the step.
    assertTrue(Math.abs(values.table.get(0, 0)) < 0.0015);
  }

  @Test
  void update_tooFarFromTheSampler_endsEarly() {
    UpdateReport report = update(settings(50, 4, 0.02), 0.1);
    assertTrue(report.optimizerSteps() > 0 && report.optimizerSteps() < 50);
    assertTrue(report.ratio().largest() > 1);
    assertEquals(policyLearner.optimizer().steps(), report.optimizerSteps());
    for (float g : policy.table.gradient().array()) {
      assertEquals(0, g);
    }
  }

  @Test
  void update_entropyBonus_flattens() {
    policy.table.set(0, 0, 2);
    PpoSettings bonus =
        new PpoSettings(
            1,
            4,
            ClippedSurrogate.symmetric(0.2),
            ClippedValueLoss.unclipped(0),
            1e6,
            Aggregation.TOKEN_MEAN,
            1,
            NEVER);
    double before = policy.probabilities(0)[0];
    for (int i = 0; i < 5; i++) {
      update(bonus, 0.05);
    }
    assertTrue(policy.probabilities(0)[0] < before);
  }

  @Test
  void update_outputNotFinite_namesItsRowAndMovesNothing() {
    Experience experience = experience();
    values.table.set(2, 0, Double.NaN); // row 2 alone
    float[] before = policy.table.copy();
    PpoUpdate update = new PpoUpdate(policyLearner, valueLearner, settings(1, 4, NEVER));
    NonFiniteException found =
        assertThrows(
            NonFiniteException.class,
            () -> update.update(experience, 0.1, new Random(2), Monitor.none()));
    assertEquals(2, found.row());
    assertEquals("values[2, 0]: expected a finite number, found NaN", found.getMessage());
    assertArrayEquals(before, policy.table.copy());
    assertEquals(0, policyLearner.optimizer().steps());
  }

  @Test
  void update_cancelled_stopsBetweenMinibatches() {
    PpoUpdate update = new PpoUpdate(policyLearner, valueLearner, settings(2, 1, NEVER));
    Monitor afterTwo =
        new Monitor() {
          private long done;

          @Override
          public void progressed(long done, long total) {
            assertEquals(6, total);
            this.done = done;
          }

          @Override
          public boolean isCancelled() {
            return done == 2;
          }
        };
    assertThrows(
        CancellationException.class,
        () -> update.update(experience(), 0.1, new Random(2), afterTwo));
    assertEquals(2, policyLearner.optimizer().steps());
  }

  @Test
  void updateValue_movesTheValueModelAlone() {
    float[] before = policy.table.copy();
    UpdateReport report =
        new PpoUpdate(policyLearner, valueLearner, settings(2, 2, NEVER))
            .updateValue(experience(), 0.1, new Random(1), Monitor.none());
    assertEquals(4, report.optimizerSteps());
    assertEquals(RatioReport.none(), report.firstRatio());
    assertEquals(RatioReport.none(), report.ratio());
    assertEquals(0, report.policyLoss());
    assertArrayEquals(before, policy.table.copy());
    assertEquals(0, policyLearner.optimizer().steps());
    assertEquals(4, valueLearner.optimizer().steps());
    assertTrue(values.table.get(0, 0) > 0);
    for (float g : policy.table.gradient().array()) {
      assertEquals(0, g);
    }
  }

  /** What the first minibatch says is not what the later ones do. */
  @Test
  void update_firstRatio_isThatOfTheFirstMinibatch() {
    UpdateReport report = update(settings(3, 2, NEVER), 0.1);
    assertEquals(1, report.firstRatio().smallest());
    assertEquals(1, report.firstRatio().largest());
    assertTrue(report.firstRatio().tokens() < report.ratio().tokens());
    assertTrue(report.ratio().largest() > 1);
  }

  @Test
  void update_inMicroBatches_movesTheSame_bitForBit() {
    policy.table.set(0, 1, 1);
    float[] start = policy.table.copy();
    List<float[]> moved = new ArrayList<>();
    for (int micro = 1; micro <= 4; micro++) {
      policy.table.values().put(0, start);
      values.table.values().put(0, new float[3]);
      UpdateReport report =
          new PpoUpdate(
                  TinyPpo.learner(policy), TinyPpo.learner(values), settings(2, 3, NEVER), micro)
              .update(experience(), 0.1, new Random(1), Monitor.none());
      assertEquals(2, report.optimizerSteps());
      moved.add(policy.table.copy());
      moved.add(values.table.copy());
    }
    for (int i = 2; i < moved.size(); i++) {
      assertArrayEquals(moved.get(i % 2), moved.get(i));
    }
  }

  @Test
  void update_hugeGradient_movesNeitherModel() {
    Experience small = experience();
    float huge = 1e30f;
    FloatMatrix returns = FloatMatrix.of(4, 3, huge, 2, 0, 0, 0, 0, 3, 0, 0, 4, 5, 6);
    Experience experience =
        new Experience(
            small.sequences(), small.logProbs(), small.values(), small.advantages(), returns);
    PpoUpdate update = new PpoUpdate(policyLearner, valueLearner, settings(1, 4, NEVER));
    ArithmeticException found =
        assertThrows(
            ArithmeticException.class,
            () -> update.update(experience, 0.1, new Random(1), Monitor.none()));
    assertTrue(
        found.getMessage().startsWith("gradient norm: expected a number with a finite square"),
        found.getMessage());
    assertEquals(0, policyLearner.optimizer().steps());
    assertEquals(0, valueLearner.optimizer().steps());
  }

  @Test
  void update_microBatchOfNone_isRejected() {
    assertEquals(
        "micro-batch rows: expected 1 or more, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PpoUpdate(policyLearner, valueLearner, settings(1, 1, 1), 0))
            .getMessage());
  }

  @Test
  void experience_badInput_isRejected() {
    Experience good = experience();
    FloatMatrix narrow = FloatMatrix.of(4, 1, 0, 0, 0, 0);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Experience(
                good.sequences(), narrow, good.values(), good.advantages(), good.returns()));
    TokenBatch silent =
        new TokenBatch(List.of(new TokenSequence(TokenIds.of(1), TokenIds.empty())));
    FloatMatrix none = FloatMatrix.of(1, 0);
    assertEquals(
        "experience: expected response tokens, found none",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Experience(silent, none, none, none, none))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> good.select(1));
    assertThrows(IndexOutOfBoundsException.class, () -> good.select(4));
    Experience cut = good.select(2, 1);
    assertEquals(1, cut.mask().columns());
    assertEquals(FloatMatrix.of(2, 1, 2, Float.NaN), cut.advantages());
  }

  @Test
  void settings_outOfRange_areRejected() {
    PpoSettings good = settings(1, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> settings(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> settings(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> settings(1, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PpoSettings(
                1, 1, good.policyLoss(), good.valueLoss(), -1, good.aggregation(), 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PpoSettings(
                1, 1, good.policyLoss(), good.valueLoss(), 0, good.aggregation(), 0, 1));
    assertEquals(RatioReport.none(), RatioReport.none().plus(RatioReport.none()));
  }
}

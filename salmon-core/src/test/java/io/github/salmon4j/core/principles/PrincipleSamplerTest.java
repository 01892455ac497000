package io.github.salmon4j.core.principles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.principles.PrincipleSampler.Settings;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.PromptKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.interval.ClopperPearsonInterval;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrincipleSamplerTest {

  private static final PrincipleSet POOL = BuiltInPrinciples.reinforcement();
  private static final PrincipleSet NONE = PrincipleSet.of();

  /** Answers with the given numbers, over and over. */
  private static RandomGenerator scripted(double... uniform) {
    int[] next = {0};
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only nextDouble is documented to be drawn");
      }

      @Override
      public double nextDouble() {
        return uniform[next[0]++ % uniform.length];
      }
    };
  }

  private static double weight(Principle principle, PromptKind kind, double boost) {
    return principle.weight() + (principle.boostedFor().contains(kind) ? boost : 0);
  }

  /** Inclusion probabilities of three draws, summed over every ordered triple. */
  private static double[] enumerated(PrincipleSet pool, PromptKind kind, double boost) {
    double[] w = pool.principles().stream().mapToDouble(p -> weight(p, kind, boost)).toArray();
    double sum = 0;
    for (double weight : w) {
      sum += weight;
    }
    double[] included = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        for (int k = 0; k < w.length; k++) {
          if (i == j || i == k || j == k) {
            continue;
          }
          double p = w[i] / sum * (w[j] / (sum - w[i])) * (w[k] / (sum - w[i] - w[j]));
          included[i] += p;
          included[j] += p;
          included[k] += p;
        }
      }
    }
    return included;
  }

  private static double enumerated(String name, PromptKind kind) {
    return enumerated(POOL, kind, 128)[POOL.principles().indexOf(POOL.get(name))];
  }

  @ParameterizedTest
  @CsvSource({
    "Candor, .4125, .1662, .3083",
    "Honest and Accurate, .3255, .1249, .2377",
    "Comprehensive, .3255, .1249, .2377",
    "Natural Language, .3255, .1249, .2377",
    "Analytical Structure, .3255, .1249, .2377",
    "Ethical, .2274, .0834, .9968",
    "Stand-Alone, .2274, .0834, .1625",
    "Consistent Reasoning, .1187, .9793, .0831",
    "Numerical Sensitive, .1187, .9793, .0831",
    "Educational and Engaging, .1187, .0418, .0831",
    "Creative, .1187, .0418, .0831",
    "Multilingual, .1187, .0418, .0831",
    "Vivid, .1187, .0418, .0831",
    "Privacy Protection, .1187, .0418, .0831"
  })
  void weightsAndBoosts_giveTheProbabilitiesOfTheReleasedCode(
      String name, double general, double reasoning, double redTeaming) {
    assertEquals(general, enumerated(name, PromptKind.GENERAL), 0.5e-4);
    assertEquals(reasoning, enumerated(name, PromptKind.REASONING), 0.5e-4);
    assertEquals(redTeaming, enumerated(name, PromptKind.RED_TEAMING), 0.5e-4);
  }

  @ParameterizedTest
  @EnumSource(PromptKind.class)
  void sample_includesEachPrincipleAsOftenAsEnumerated(PromptKind kind) {
    assertFrequencies(kind, 128);
  }

  @Test
  void sample_boostZero_ignoresTheKind() {
    assertFrequencies(PromptKind.REASONING, 0);
  }

  private static void assertFrequencies(PromptKind kind, double boost) {
    PrincipleSampler sampler = new PrincipleSampler(POOL, NONE, new Settings(3, boost));
    RandomGenerator random = new SplittableRandom(20231009);
    int draws = 50_000;
    Map<Principle, Integer> counts = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      for (StatedPrinciple line : sampler.sample(kind, random).principles()) {
        counts.merge(line.principle(), 1, Integer::sum);
      }
    }
    double[] expected = enumerated(POOL, kind, boost);
    for (int i = 0; i < expected.length; i++) {
      Principle principle = POOL.principles().get(i);
      ConfidenceInterval interval =
          new ClopperPearsonInterval()
              .createInterval(draws, counts.getOrDefault(principle, 0), 1 - 1e-6);
      assertTrue(
          interval.getLowerBound() <= expected[i] && expected[i] <= interval.getUpperBound(),
          principle.name() + ": " + expected[i] + " outside " + interval);
    }
  }

  @Test
  void sample_firstDraw_isProportionalToWeight() {
    PrincipleSampler sampler = new PrincipleSampler(POOL, NONE, new Settings(1, 0));
    double at = 0;
    for (Principle principle : POOL) {
      for (double fraction : new double[] {at + 1e-6, at + principle.weight() - 1e-6}) {
        Guideline drawn = sampler.sample(PromptKind.GENERAL, scripted(fraction / 27));
        assertEquals(Guideline.of(principle), drawn);
      }
      at += principle.weight();
    }
  }

  @Test
  void sample_interventionsFirst_inOrderAndAffirmed() {
    PrincipleSet interventions = BuiltInPrinciples.interventions();
    PrincipleSampler sampler = new PrincipleSampler(POOL, interventions, Settings.defaults());
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      List<StatedPrinciple> lines = sampler.sample(PromptKind.REASONING, random).principles();
      assertEquals(6, lines.size());
      assertEquals(
          interventions.principles(),
          lines.subList(0, 3).stream().map(StatedPrinciple::principle).toList());
      assertEquals(6, new HashSet<>(lines).size(), "without replacement");
      lines.forEach(line -> assertEquals(Polarity.AFFIRMED, line.polarity()));
    }
  }

  @Test
  void sample_wholePool_drawsEachOnce() {
    PrincipleSampler sampler = new PrincipleSampler(POOL, NONE, new Settings(14, 128));
    for (double fraction : new double[] {0, 0.3, Math.nextDown(1.0)}) {
      List<StatedPrinciple> lines =
          sampler.sample(PromptKind.REASONING, scripted(fraction)).principles();
      assertEquals(14, new HashSet<>(lines).size());
    }
  }

  @Test
  void sample_roundingBehindTheLastWeight_takesTheLast() {
    Principle tiny = Principle.of("tiny", "Be tiny.").withWeight(1e-300);
    Principle large = Principle.of("large", "Be large.").withWeight(0.1);
    PrincipleSet pool = PrincipleSet.of(large, tiny);
    PrincipleSampler sampler = new PrincipleSampler(pool, NONE, new Settings(2, 0));
    Guideline drawn = sampler.sample(PromptKind.GENERAL, scripted(Math.nextDown(1.0)));
    assertEquals(2, new HashSet<>(drawn.principles()).size());
  }

  @Test
  void sample_sameSeed_sameGuidelines() {
    PrincipleSampler sampler = new PrincipleSampler(POOL, NONE, Settings.defaults());
    RandomGenerator one = new SplittableRandom(7);
    RandomGenerator other = new SplittableRandom(7);
    for (int i = 0; i < 100; i++) {
      assertEquals(
          sampler.sample(PromptKind.GENERAL, one), sampler.sample(PromptKind.GENERAL, other));
    }
    assertEquals(one.nextLong(), other.nextLong());
  }

  @Test
  void constructor_poolTooSmall_saysWhatItNeeds() {
    PrincipleSet two = PrincipleSet.of(Principle.of("A", "a"), Principle.of("B", "b"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrincipleSampler(two, NONE, Settings.defaults()))
            .getMessage();
    assertEquals("principle pool: expected at least 3 principles, found 2", message);
  }

  @Test
  void constructor_weightsBeyondADouble_areRejected() {
    Principle huge = Principle.of("A", "a").withWeight(Double.MAX_VALUE);
    PrincipleSet pool = PrincipleSet.of(huge, Principle.of("B", "b").withWeight(Double.MAX_VALUE));
    assertThrows(
        IllegalArgumentException.class, () -> new PrincipleSampler(pool, NONE, new Settings(1, 0)));
  }

  @ParameterizedTest
  @CsvSource({"0, 128", "-1, 128", "3, -1", "3, NaN", "3, Infinity"})
  void settings_outOfRange_areRejected(int count, double boost) {
    assertThrows(IllegalArgumentException.class, () -> new Settings(count, boost));
  }
}

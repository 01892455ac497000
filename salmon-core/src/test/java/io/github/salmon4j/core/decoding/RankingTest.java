package io.github.salmon4j.core.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static Ranking ranking(double... scores) {
    return new Ranking(
        IntStream.range(0, scores.length)
            .mapToObj(i -> new Candidate(i, "r" + i, new RewardScore(scores[i], 1, 0)))
            .toList());
  }

  private static List<Integer> order(Ranking ranking) {
    return ranking.candidates().stream().map(Candidate::index).toList();
  }

  @Test
  void of_responses_areScoredInOneCallAndRanked() {
    FakeRewardModel reward = FakeRewardModel.counting('a');
    Ranking ranking =
        Ranking.of(
            Prompt.of("p"),
            List.of("b", "aa", "ab", "aaa"),
            Guideline.of(Principle.of("A", "Has many a.")),
            reward,
            Monitor.none());
    assertEquals(List.of(3, 1, 2, 0), order(ranking));
    assertEquals("aaa", ranking.best().text());
    assertEquals(1, reward.calls.size());
  }

  @Test
  void equalScores_areInOrder_zerosOfBothSignsAlike() {
    assertEquals(List.of(1, 0, 2, 3), order(ranking(1, 2, 1, -5)));
    assertEquals(List.of(0, 1, 2), order(ranking(-0.0, 0.0, -0.0)));
  }

  @Test
  void equalScores_givenInAnotherOrder_areByIndex() {
    List<Candidate> candidates = new ArrayList<>(ranking(1, 1, 1).candidates());
    Collections.reverse(candidates);
    assertEquals(List.of(0, 1, 2), order(new Ranking(candidates)));
  }

  @Test
  void draw_boundaries_belongToTheNext() {
    Ranking ranking = ranking(0, 0);
    assertEquals(0, ranking.draw(1, always(0)).index());
    assertEquals(0, ranking.draw(1, always(Math.nextDown(0.5))).index());
    assertEquals(1, ranking.draw(1, always(0.5)).index());
    assertEquals(1, ranking.draw(1, always(Math.nextDown(1.0))).index());
  }

  /** Their weights add up to more than is taken away again, one by one. */
  @Test
  void draw_remainderOfRounding_isTheBest() {
    double small = Math.log(0.75 * Math.ulp(1.0));
    Ranking ranking = ranking(0, small, small, small, small, small, small);
    assertEquals(0, ranking.draw(1, always(Math.nextDown(1.0))).index());
  }

  private static RandomGenerator always(double number) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return number;
      }
    };
  }

  @Test
  void draw_frequencies_areSoftmaxOfScoreOverLambda() {
    Ranking ranking = ranking(1, 3, 0);
    double lambda = 2;
    double[] expected = {Math.exp(0.5), Math.exp(1.5), 1};
    double sum = expected[0] + expected[1] + expected[2];
    int draws = 100_000;
    int[] counts = new int[3];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < draws; i++) {
      counts[ranking.draw(lambda, random).index()]++;
    }
    for (int i = 0; i < 3; i++) {
      double p = expected[i] / sum;
      assertEquals(p, counts[i] / (double) draws, 5 * Math.sqrt(p * (1 - p) / draws));
    }
  }

  @Test
  void draw_extremeScores_stayFinite() {
    Ranking ranking = ranking(-1e300, 1e300, -1e300);
    for (int i = 0; i < 100; i++) {
      assertEquals(1, ranking.draw(1e-3, new SplittableRandom(i)).index());
    }
  }

  @Test
  void draw_highScoresThatAreEqual_drawsBoth() {
    SplittableRandom random = new SplittableRandom(1);
    Ranking ranking = ranking(1000, 1000);
    assertEquals(
        2, IntStream.range(0, 50).map(i -> ranking.draw(1, random).index()).distinct().count());
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void candidate_null_isRefusedByName() {
    assertEquals(
        "text",
        assertThrows(
                NullPointerException.class, () -> new Candidate(0, null, new RewardScore(0, 1, 0)))
            .getMessage());
    assertEquals(
        "score",
        assertThrows(NullPointerException.class, () -> new Candidate(0, "", null)).getMessage());
  }

  @Test
  void badInput_isRefused() {
    assertEquals(
        "candidates: expected at least 1, found 0",
        assertThrows(IllegalArgumentException.class, RankingTest::ranking).getMessage());
    for (double lambda : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "lambda: expected a finite number above 0, found " + lambda,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ranking(1).draw(lambda, new SplittableRandom(1)))
              .getMessage());
    }
  }
}

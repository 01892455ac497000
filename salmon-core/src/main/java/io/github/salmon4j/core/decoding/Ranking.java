package io.github.salmon4j.core.decoding;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Responses to one prompt, best first.
 *
 * @param candidates at least one, by score from high to low, equal scores by index
 */
public record Ranking(List<Candidate> candidates) {

  /**
   * Copies and sorts the list.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Ranking {
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("candidates: expected at least 1, found 0");
    }
    candidates =
        candidates.stream()
            .sorted(
                Comparator.comparingDouble((Candidate c) -> 0.0 - c.score().value())
                    .thenComparingInt(Candidate::index))
            .toList();
  }

  /**
   * {@return given responses, scored in one call and ranked}
   *
   * @param prompt what was asked
   * @param responses at least one
   * @param guideline what is good
   * @param rewardModel scores them
   * @param monitor hears of finished scores and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there is no response
   */
  public static Ranking of(
      Prompt prompt,
      List<String> responses,
      Guideline guideline,
      RewardModel rewardModel,
      Monitor monitor) {
    List<RewardQuery> queries =
        responses.stream().map(text -> RewardQuery.of(prompt, text, guideline)).toList();
    return of(responses, rewardModel.score(queries, monitor), 0);
  }

  /** The responses with the scores from an index on, each score under one guideline. */
  static Ranking of(List<String> responses, List<List<RewardScore>> scores, int from) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      candidates.add(new Candidate(i, responses.get(i), scores.get(from + i).get(0)));
    }
    return new Ranking(candidates);
  }

  /** {@return the candidate with the highest score, the first of equals} */
  public Candidate best() {
    return candidates.get(0);
  }

  /**
   * {@return one of the candidates, drawn with probability}
   *
   * <pre>
   *   p[i] = exp(r[i] / lambda) / sum over j of exp(r[j] / lambda)
   * </pre>
   *
   * <p>For candidates sampled from a policy pi, this is the policy {@code pi(y) exp(r(y) / lambda)
   * / Z}, which maximizes {@code E r - lambda KL(. || pi)}, estimated from n samples; it becomes
   * exact as n grows. As lambda goes to 0 the best candidate is drawn, and under a large one any.
   * Draws one {@code nextDouble()}.
   *
   * @param lambda price of divergence, in units of the score; finite, above 0
   * @param random where chance comes from
   * @throws IllegalArgumentException if lambda is out of its range
   */
  public Candidate draw(double lambda, RandomGenerator random) {
    if (!(lambda > 0) || Double.isInfinite(lambda)) {
      throw new IllegalArgumentException(
          "lambda: expected a finite number above 0, found " + lambda);
    }
    double best = best().score().value();
    double[] weights =
        candidates.stream()
            .mapToDouble(c -> Math.exp((c.score().value() - best) / lambda))
            .toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return candidates.get(i);
      }
    }
    return best(); // rounding can leave a remainder of some ulps behind the last weight
  }
}

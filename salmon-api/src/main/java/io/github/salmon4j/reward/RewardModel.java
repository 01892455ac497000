package io.github.salmon4j.reward;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores responses under principles that are part of its input: other principles, other scores, the
 * same weights (SALMON, section 3.3).
 *
 * <p>Safe for use by many threads at once. {@link #close()} waits for running calls; a call that
 * starts later throws {@link IllegalStateException}.
 */
public interface RewardModel extends AutoCloseable {

  /**
   * Scores every response under every guideline of its query.
   *
   * @param queries the queries, in any order and of any length; may be empty
   * @param monitor hears of finished scores and may cancel
   * @return for each query, in order, one score for each of its guidelines, in order. How queries
   *     are batched, padded or share work does not change a score beyond the tolerance that the
   *     implementation states
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a guideline alone does not fit the model's context
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor);

  /**
   * {@return the score of one response under one guideline}
   *
   * @param prompt what was asked
   * @param response what was answered
   * @param guideline the principles to judge by
   * @throws IllegalArgumentException if the guideline alone does not fit the model's context
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  default double score(Prompt prompt, String response, Guideline guideline) {
    RewardQuery query = RewardQuery.of(prompt, response, guideline);
    return score(List.of(query), Monitor.none()).get(0).get(0).value();
  }

  /**
   * {@return the score of one response under a guideline, and under each of its principles alone;
   * the response is computed once}
   *
   * @param prompt what was asked
   * @param response what was answered
   * @param guideline the principles to judge by
   * @throws IllegalArgumentException if the guideline alone does not fit the model's context
   * @throws IllegalStateException if the model is closed
   * @throws ArithmeticException if the model computes something that is no finite number
   */
  default RewardBreakdown breakdown(Prompt prompt, String response, Guideline guideline) {
    List<Guideline> guidelines = new ArrayList<>();
    guidelines.add(guideline);
    for (StatedPrinciple principle : guideline.principles()) {
      guidelines.add(new Guideline(List.of(principle)));
    }
    List<RewardScore> scores =
        score(List.of(new RewardQuery(prompt, response, guidelines)), Monitor.none()).get(0);
    List<RewardBreakdown.Part> parts = new ArrayList<>();
    for (int i = 0; i < guideline.principles().size(); i++) {
      parts.add(new RewardBreakdown.Part(guideline.principles().get(i), scores.get(i + 1)));
    }
    return new RewardBreakdown(scores.get(0), parts);
  }

  /** Waits for running calls, then frees the model. Closing twice has no effect. */
  @Override
  void close();
}

package io.github.salmon4j.core.watch;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.reward.ScoreStatistics;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import java.util.List;
import java.util.Objects;

/**
 * The reward model's score under a fixed guideline that the policy is not trained on: what it
 * should earn anyway if it got better and did not learn to please its judge. It stands in for the
 * gold reward of Gao et al. 2022 (arXiv:2210.10760), but comes from the model that is being gamed.
 *
 * @param model scores; not closed here
 * @param guideline the same in the whole run, or trends mean nothing
 */
public record HeldOutScore(RewardModel model, Guideline guideline) {

  /** Checks that nothing is null. */
  public HeldOutScore {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(guideline, "guideline");
  }

  /**
   * {@return statistics of the scores, taken in one call}
   *
   * @param rollouts rollouts; a part of a step's is enough
   * @param monitor hears of finished scores and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   */
  public ScoreStatistics of(List<WatchedRollout> rollouts, Monitor monitor) {
    List<RewardQuery> queries =
        rollouts.stream().map(r -> RewardQuery.of(r.prompt(), r.text(), guideline)).toList();
    return ScoreStatistics.of(
        model.score(queries, monitor).stream().mapToDouble(s -> s.get(0).value()).toArray());
  }
}

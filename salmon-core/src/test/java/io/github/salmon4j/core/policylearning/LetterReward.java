package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Counts, for each line of a guideline, the letter that its principle is named by. */
final class LetterReward implements RewardModel {

  /** Adds to a score, such as NaN. */
  ToDoubleFunction<RewardQuery> disturbance = query -> 0;

  /** Queries of each call. */
  final List<Integer> calls = new ArrayList<>();

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    calls.add(queries.size());
    List<List<RewardScore>> scores = new ArrayList<>();
    for (RewardQuery query : queries) {
      monitor.checkpoint(scores.size(), queries.size());
      scores.add(query.guidelines().stream().map(g -> score(query, g)).toList());
    }
    monitor.checkpoint(queries.size(), queries.size());
    return scores;
  }

  private RewardScore score(RewardQuery query, Guideline guideline) {
    double score = disturbance.applyAsDouble(query);
    for (StatedPrinciple line : guideline.principles()) {
      char letter = line.principle().name().charAt(0);
      long count = query.response().chars().filter(c -> c == letter).count();
      score += line.polarity() == Polarity.AFFIRMED ? count : -count;
    }
    return new RewardScore(score, query.response().length(), 0);
  }

  @Override
  public void close() {}
}

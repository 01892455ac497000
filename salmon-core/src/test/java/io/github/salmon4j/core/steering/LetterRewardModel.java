package io.github.salmon4j.core.steering;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;

/** Counts, for each line "Do x.", how often the response has the letter x. */
final class LetterRewardModel implements RewardModel {

  final List<List<RewardQuery>> calls = new ArrayList<>();

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    calls.add(List.copyOf(queries));
    List<List<RewardScore>> scores = new ArrayList<>();
    for (RewardQuery query : queries) {
      scores.add(query.guidelines().stream().map(g -> score(query.response(), g)).toList());
      monitor.checkpoint(scores.size(), queries.size());
    }
    return scores;
  }

  @Override
  public void close() {}

  private static RewardScore score(String response, Guideline guideline) {
    long score =
        guideline.lines().stream()
            .mapToLong(line -> response.chars().filter(c -> c == line.charAt(3)).count())
            .sum();
    return new RewardScore(score, 1, 0);
  }
}

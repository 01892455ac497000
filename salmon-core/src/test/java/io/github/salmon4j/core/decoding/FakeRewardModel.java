package io.github.salmon4j.core.decoding;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Scores a response by its text; remembers what it was asked. */
final class FakeRewardModel implements RewardModel {

  private final ToDoubleFunction<String> score;
  final List<List<RewardQuery>> calls = new ArrayList<>();

  FakeRewardModel(ToDoubleFunction<String> score) {
    this.score = score;
  }

  /** {@return one that counts a letter} */
  static FakeRewardModel counting(char letter) {
    return new FakeRewardModel(text -> text.chars().filter(c -> c == letter).count());
  }

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    calls.add(List.copyOf(queries));
    List<List<RewardScore>> scores = new ArrayList<>();
    for (RewardQuery query : queries) {
      monitor.checkpoint(scores.size(), queries.size());
      RewardScore one = new RewardScore(score.applyAsDouble(query.response()), 1, 0);
      scores.add(query.guidelines().stream().map(guideline -> one).toList());
    }
    monitor.checkpoint(scores.size(), queries.size());
    return scores;
  }

  @Override
  public void close() {}
}

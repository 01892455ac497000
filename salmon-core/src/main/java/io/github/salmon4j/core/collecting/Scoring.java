package io.github.salmon4j.core.collecting;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.reward.ScoredResponse;
import io.github.salmon4j.core.reward.TerminalReward;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What a reward model says of the drafts of a step, and what is made of it. */
record Scoring(RewardModel model, RewardFormula formula, List<Draft> drafts) {

  /** Scores and rewards, row by row, and the normalization that has seen the scores. */
  record Scored(
      List<RewardScore> scores,
      List<List<RewardComponent>> rewards,
      ScoreNormalization normalization) {}

  Scored score(ScoreNormalization before, Monitor monitor) {
    List<RewardScore> scores = scores(monitor);
    List<ScoredResponse> responses = eachRow(b -> response(b, scores.get(b)));
    ScoreNormalization after = before.after(responses); // a score counts for itself, as in TRL
    TerminalReward reward = formula.with(after);
    return new Scored(scores, eachRow(b -> reward.components(responses.get(b))), after);
  }

  private List<RewardScore> scores(Monitor monitor) {
    try {
      return model.score(drafts.stream().map(Draft::query).toList(), monitor).stream()
          .map(row -> row.get(0))
          .toList();
    } catch (RuntimeException e) {
      if (NotFinite.isSaidBy(e)) {
        eachRow(b -> model.score(List.of(drafts.get(b).query()), cancelling(monitor)));
        throw NotFinite.at("scores of all rows together", e);
      }
      throw e;
    }
  }

  private ScoredResponse response(int row, RewardScore score) {
    Draft draft = drafts.get(row);
    int tokens = draft.generation().response().size();
    return new ScoredResponse(
        draft.prompt(), draft.text(), tokens, draft.finishReason(), score.value());
  }

  /** A number that is not finite is told with its row. */
  private <R> List<R> eachRow(IntFunction<R> of) {
    List<R> rows = new ArrayList<>();
    for (int b = 0; b < drafts.size(); b++) {
      try {
        rows.add(of.apply(b));
      } catch (RuntimeException e) {
        throw NotFinite.isSaidBy(e) ? NotFinite.inRow(b, drafts.get(b), e) : e;
      }
    }
    return rows;
  }

  /** Looking for the row to blame is no progress. */
  private static Monitor cancelling(Monitor monitor) {
    return new Monitor() {
      @Override
      public void progressed(long done, long total) {}

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A reward model of the usual sort: it reads the prompt and the response, and no principles.
 * Whatever it is asked by, the model beneath sees one constant line in its place, the line that it
 * was trained with. So it can stand in the very same run as a model that reads principles, with the
 * same plan of principles and interventions, of which not a word arrives.
 */
final class PlainRewardModel implements RewardModel {

  /** The only line that the model beneath ever reads: it says nothing. */
  static final Guideline LINE = Guideline.of(Principle.of("Plain", "A good response is better."));

  private final RewardModel beneath;

  PlainRewardModel(RewardModel beneath) {
    this.beneath = beneath;
  }

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    List<List<RewardScore>> scores =
        beneath.score(
            queries.stream()
                .map(query -> RewardQuery.of(query.prompt(), query.response(), LINE))
                .toList(),
            monitor);
    List<List<RewardScore>> repeated = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      int guidelines = queries.get(i).guidelines().size();
      repeated.add(Collections.nCopies(guidelines, scores.get(i).get(0)));
    }
    return repeated;
  }

  @Override
  public void close() {
    beneath.close();
  }
}

package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainRewardModelTest {

  @Test
  void score_anyGuideline_neverArrives() {
    List<Guideline> arrived = new ArrayList<>();
    RewardModel plain =
        new PlainRewardModel(
            new ScriptedModel(
                (query, guideline) -> {
                  arrived.add(guideline);
                  return query.response().length();
                }));
    Guideline helpful = Guideline.of(Principles.helpful(0));
    Guideline with = helpful.after(Principles.noSelfAssessment().principles());
    Prompt prompt = Prompt.of("Fish?");
    var scores =
        plain.score(
            List.of(
                new RewardQuery(prompt, "four", List.of(helpful, with)),
                RewardQuery.of(prompt, "seven77", with)),
            Monitor.none());
    assertEquals(List.of(PlainRewardModel.LINE, PlainRewardModel.LINE), arrived);
    assertEquals(List.of(2, 1), scores.stream().map(List::size).toList());
    assertEquals(4, scores.get(0).get(0).value());
    assertEquals(4, scores.get(0).get(1).value());
    assertEquals(7, scores.get(1).get(0).value());
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.List;

/** A reward model whose scores a test decides. */
record ScriptedModel(Script script) implements RewardModel {

  static final Tasks TASKS = new Tasks(World.standard());
  static final Oracle ORACLE = new Oracle(World.standard());

  /** What one response scores under one guideline. */
  interface Script {
    double score(RewardQuery query, Guideline guideline);
  }

  /** {@return one that follows every line of a guideline, as the oracle measures} */
  static RewardModel perfect() {
    return new ScriptedModel(
        (query, guideline) ->
            guideline.principles().stream().mapToDouble(line -> measured(query, line)).sum());
  }

  /** {@return how much a response has of what a line asks for; 0 where it does not apply} */
  static double measured(RewardQuery query, StatedPrinciple line) {
    Aspect aspect = Aspect.named(line.principle().name());
    double measure =
        ORACLE.measure(TASKS.of(query.prompt()), query.response()).of(aspect).orElse(0);
    return line.polarity() == Polarity.AFFIRMED ? measure : -measure;
  }

  @Override
  public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
    return queries.stream()
        .map(
            query ->
                query.guidelines().stream()
                    .map(guideline -> new RewardScore(script.score(query, guideline), 0, 0))
                    .toList())
        .toList();
  }

  @Override
  public void close() {}
}

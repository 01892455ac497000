package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.metrics.MetricsListener;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PlanJson;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.principles.PrincipleSource;
import io.github.salmon4j.core.steering.DryRun;
import io.github.salmon4j.core.steering.DryRunReport;
import io.github.salmon4j.core.steering.FilePoll;
import io.github.salmon4j.core.steering.PlanLog;
import io.github.salmon4j.core.steering.PrincipleScores;
import io.github.salmon4j.core.steering.PrincipleSteering;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that README.md shows for steering is the code between the marks below, and it runs. */
class SteeringSnippetTest {

  @TempDir Path folder;

  private final World world = new World();
  private final List<FilePoll> polls = new ArrayList<>();
  private final List<Metrics> heard = new ArrayList<>();

  private void steer(PrincipleSampler.Settings sampling) {
    Path file = folder.resolve("plan.json");
    PrinciplePlan first = world.plan;
    List<Prompt> prompts = World.eight();
    Consumer<FilePoll> told = polls::add;
    RewardModel reward = world.reward;
    MetricsListener metrics = heard::add;
    RandomGenerator random = new SplittableRandom(1);
    // README begins
    try (PlanLog log = PlanLog.open(folder.resolve("plans.jsonl"))) {
      PrincipleSteering steering = PrincipleSteering.start(first, sampling, Clock.systemUTC(), log);
      PrincipleSource principles = steering.watching(file, told); // for the trainer
      PpoStepReport report = trainer(principles).step(prompts, Monitor.none());

      Function<Rollout, String> text = rollout -> rollout.trace().text();
      RolloutBatch rollouts = report.rollouts().orElseThrow();
      PrinciplePlan plan = steering.current();
      PrincipleScores.Probe probe = new PrincipleScores.Probe(reward, text, 64);
      PrincipleScores scores = probe.of(rollouts, plan.principles(), random, Monitor.none());
      metrics.onMetrics(scores.metrics(report.step()));

      PlanChange change =
          PlanChange.intervening(
              plan,
              BuiltInPrinciples.interventions().get("No Self-Assessment"),
              "answers began to praise themselves");
      DryRunReport preview =
          new DryRun(reward, text, sampling)
              .compare(rollouts, plan, change, random, Monitor.none());
      if (preview.agreement().flipShare() < 0.3) {
        steering.replace(plan.version(), change); // holds from the next step on
      }
    }
    // README ends
  }

  private PolicyTrainer trainer(PrincipleSource principles) {
    PolicyTrainer trainer = world.trainer(1, 10);
    return new PolicyTrainer(
        world.collector(), world.policy, principles, trainer.settings(), trainer.options());
  }

  @Test
  void snippet_takesThePlanOfTheFile_thenTheProgramsChange() throws IOException {
    PlanJson.write(new PlanChange(World.LIKE_C, World.NONE, "edited"), folder.resolve("plan.json"));
    steer(world.collector().settings().principles());
    assertInstanceOf(FilePoll.Applied.class, polls.get(0));
    assertEquals(List.of("principle/c", "principle/c/deviation"), names(heard.get(0)));
    List<String> log = Files.readAllLines(folder.resolve("plans.jsonl"));
    assertEquals(3, log.size());
    assertTrue(log.get(1).contains("\"origin\":\"FILE\""), log.get(1));
    assertTrue(log.get(2).contains("\"interventionsChange\":{\"added\":[\"No Self-Assessment\"]"));
  }

  private static List<String> names(Metrics metrics) {
    return List.copyOf(metrics.values().keySet());
  }
}

package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.metrics.JsonLinesMetrics;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.metrics.TensorBoardMetrics;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.UpdateReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyListenerTest {

  @TempDir Path folder;

  private final World world = new World();

  private PpoStepReport second() {
    PolicyTrainer trainer = world.trainer(1, 10);
    trainer.step(World.eight(), Monitor.none());
    return trainer.step(World.eight(), Monitor.none());
  }

  @Test
  void metrics_haveNamesThatStay() {
    assertEquals(
        List.of(
            "skipped",
            "plan",
            "learningRate",
            "divergence/penalty",
            "reward/total",
            "reward/deviation",
            "reward/score",
            "reward/normalization",
            "reward/clipping",
            "reward/missing stop",
            "reward/length bonus",
            "divergence/sequence",
            "divergence/token",
            "response/tokens",
            "response/stopRate",
            "policy/entropy",
            "policy/loss",
            "policy/clipFraction",
            "policy/movement",
            "policy/firstMovement",
            "value/loss",
            "value/clipFraction",
            "value/explainedVariance",
            "update/gradientNorm",
            "update/steps"),
        List.copyOf(PolicyMetrics.of(second()).values().keySet()));
  }

  @Test
  void metrics_haveTheNumbersOfTheStep() {
    PpoStepReport report = second();
    Map<String, Double> values = PolicyMetrics.of(report).values();
    List<Rollout> rollouts = report.outcome().rollouts();
    double tokens = rollouts.stream().mapToInt(Lesson::tokens).sum();
    double divergence = rollouts.stream().mapToDouble(Rollout::divergence).sum();
    double score = rollouts.stream().mapToDouble(r -> r.trace().score().value()).sum() / 8;
    UpdateReport update = report.update().orElseThrow();
    assertEquals(2, PolicyMetrics.of(report).step());
    assertEquals(tokens / 8, values.get("response/tokens"), 1e-12);
    assertEquals(divergence / 8, values.get("divergence/sequence"), 1e-12);
    assertEquals(divergence / tokens, values.get("divergence/token"), 1e-12);
    assertEquals(score, values.get("reward/score"), 1e-12);
    assertEquals(score + values.get("reward/missing stop"), values.get("reward/total"), 1e-12);
    double stopped = 1 + values.get("reward/missing stop");
    assertEquals(stopped, values.get("response/stopRate"), 1e-12);
    assertEquals(update.entropy(), values.get("policy/entropy"));
    assertEquals(update.ratio().clipFraction(), values.get("policy/clipFraction"));
    assertEquals(0, values.get("policy/firstMovement"));
    assertTrue(values.get("policy/movement") > 0);
    assertEquals(4, values.get("update/steps"));
    assertEquals(0, values.get("skipped"));
    double mean = values.get("reward/total");
    double square = rollouts.stream().mapToDouble(r -> Math.pow(r.totalReward() - mean, 2)).sum();
    assertEquals(Math.sqrt(square / 8), values.get("reward/deviation"), 1e-12);
  }

  @Test
  void metrics_ofASkippedStep_haveWhatThereIs() {
    world.reward.disturbance = query -> Double.NaN;
    PpoStepReport report = second();
    assertEquals(
        Map.of(
            "skipped",
            1.0,
            "plan",
            0.0,
            "learningRate",
            report.learningRate(),
            "divergence/penalty",
            0.05),
        PolicyMetrics.of(report).values());
  }

  /** Two runs whose clocks differ write the same bytes. */
  @Test
  void jsonLines_ofTheSameRun_areTheSameBytes() throws IOException {
    Path one = folder.resolve("one.jsonl");
    Path two = folder.resolve("two.jsonl");
    for (Path file : List.of(one, two)) {
      World own = new World();
      own.promptsPerStep = 3;
      PromptOrder order = new PromptOrder(World.eight(), 3, 2, 7);
      PolicyTrainer ticking = own.trainer(7, 6);
      PolicyTrainer trainer =
          file.equals(one)
              ? ticking
              : new PolicyTrainer(
                  own.collector(),
                  own.policy,
                  () -> own.plan,
                  ticking.settings(),
                  TrainerOptions.of(7, 6));
      try (JsonLinesMetrics lines = JsonLinesMetrics.create(file);
          TensorBoardMetrics board = TensorBoardMetrics.create(folder)) {
        PolicyListener listener =
            PolicyListener.all(
                PolicyListener.toMetrics(lines),
                PolicyListener.toMetrics(board),
                PolicyListener.timesTo(board));
        new PolicyRun(trainer, order).run(listener, PolicyHook.none(), Monitor.none());
      }
    }
    assertEquals(6, Files.readAllLines(one).size());
    assertEquals(-1, Files.mismatch(one, two));
  }

  @Test
  void times_areThoseOfThePhases() {
    List<Metrics> heard = new ArrayList<>();
    world
        .run(1, World.eight())
        .run(PolicyListener.timesTo(heard::add), PolicyHook.none(), Monitor.none());
    Map<String, Double> times = heard.get(0).values();
    assertEquals(
        List.of(
            "seconds/generate",
            "seconds/score",
            "seconds/reference",
            "seconds/value",
            "seconds/estimate",
            "seconds/update",
            "seconds/total"),
        List.copyOf(times.keySet()));
    assertEquals(7, times.get("seconds/total"), 1e-9);
  }

  @Test
  void samples_showAFewRolloutsOfSomeSteps() {
    List<String> tables = new ArrayList<>();
    world.promptsPerStep = 3;
    world
        .run(1, World.eight())
        .run(PolicyListener.samples(4, 2, tables::add), PolicyHook.none(), Monitor.none());
    assertEquals(2, tables.size());
    List<String> lines = tables.get(1).lines().toList();
    assertEquals("step 5", lines.get(0));
    assertEquals(4, lines.size());
    assertThrows(IllegalArgumentException.class, () -> PolicyListener.samples(0, 1, tables::add));
    assertThrows(IllegalArgumentException.class, () -> PolicyListener.samples(1, 0, tables::add));
  }

  @Test
  void samples_ofASkippedStep_sayWhy() {
    world.reward.disturbance = query -> Double.NaN;
    String table = RolloutTable.of(second(), 3);
    assertTrue(
        table.startsWith("step 2, skipped: step 2, row 0, prompt \"a\", response \""), table);
  }

  @Test
  void table_keepsForeignTextOnItsLine() {
    PpoStepReport report = world.trainer(1, 9).step(World.prompts("a\nb\na"), Monitor.none());
    String table = RolloutTable.of(report, 5);
    assertEquals(3, table.lines().count(), table);
    assertTrue(table.contains("a\u00b7b\u00b7a | "), table);
    assertFalse(table.contains("a\nb"), table);
  }
}

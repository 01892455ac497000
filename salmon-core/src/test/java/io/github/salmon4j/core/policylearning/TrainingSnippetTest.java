package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.CheckpointDescription;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Retention;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.metrics.JsonLinesMetrics;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSource;
import io.github.salmon4j.core.settings.SalmonSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that README.md shows for training is the code between the marks below, and it runs. */
class TrainingSnippetTest {

  private static final PrincipleSet POOL =
      PrincipleSet.of(
          Principle.of("a", "Say a.", "Do not say a."),
          Principle.of("b", "Say b.", "Do not say b."),
          Principle.of("c", "Say c.", "Do not say c."));

  /** 320 prompts of three letters: 20 steps. */
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 320)
          .mapToObj(i -> Prompt.of("" + "abc".charAt(i % 3) + "abcd".charAt(i % 4) + "ba"))
          .toList();

  @TempDir Path folder;

  private final World world = new World();
  private final RolloutModels models =
      new RolloutModels(world.policy, world.reference, world.values, world.reward);
  private final ChatTemplate template = ChatTemplate.plain();
  private final List<String> explanations = new ArrayList<>();

  private RunEnd train(DifferentiableModel policy, Monitor monitor) {
    List<Prompt> prompts = PROMPTS;
    PrincipleSource principles = () -> PrinciplePlan.first(POOL, PrincipleSet.of());
    Path file = folder.resolve("metrics.jsonl");
    Consumer<String> told = explanations::add;
    LongFunction<CheckpointDescription> description = World::described;
    // README begins
    SalmonSettings settings = SalmonSettings.small();
    RolloutCollector collector = new RolloutCollector(models, template, settings.collecting());
    PromptOrder order = new PromptOrder(collector.fitting(prompts), 32, 2, 42);
    PolicyTrainer trainer =
        new PolicyTrainer(
            collector, policy, principles, settings.policy(), TrainerOptions.of(42, order.steps()));
    PolicyRun run = new PolicyRun(trainer, order);
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.last(2))) {
      SavedPolicyRun saved = new SavedPolicyRun(store, 5, description, List.of());
      saved.resume(run);
      try (JsonLinesMetrics metrics =
          Files.exists(file)
              ? JsonLinesMetrics.resume(file, trainer.stepsTaken())
              : JsonLinesMetrics.create(file)) {
        PolicyListener best =
            step ->
                step.report().outcome().rollouts().stream()
                    .max(Comparator.comparingDouble(Rollout::totalReward))
                    .ifPresent(rollout -> told.accept(rollout.explanation())); // why 3.2?
        return run.run(PolicyListener.all(PolicyListener.toMetrics(metrics), best), saved, monitor);
      }
    }
    // README ends
  }

  @Test
  void snippet_stoppedAndStartedAgain_goesOnToTheEnd() throws IOException {
    assertThrows(CancellationException.class, () -> train(world.policy, new Interruption(2000)));
    Path metrics = folder.resolve("metrics.jsonl");
    int before = Files.readAllLines(metrics).size();
    assertTrue(before > 5 && before < 20, "steps before " + before);
    assertEquals(RunEnd.FINISHED, train(world.policy, Monitor.none()));
    assertEquals(20, Files.readAllLines(metrics).size());
    assertTrue(explanations.size() < before + 20 && explanations.get(0).startsWith("reward "));
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.last(2))) {
      assertEquals(List.of(15L, 20L), List.copyOf(store.steps()));
    }
  }

  /** The answer to "why 3.2?" as it is shown. */
  @Test
  void readme_showsAnExplanation() throws IOException {
    Principle concise = Principle.of("Concise", "Use few words.", "Use many words.");
    Principle plain = Principle.of("No Praise", "Do not praise your own answer.");
    Rollout rollout =
        new Rollout(
            Prompt.of("What color is the fox?"),
            new Guideline(
                List.of(plain.stated(Polarity.AFFIRMED), concise.stated(Polarity.NEGATED))),
            new TokenSequence(TokenIds.of(1), TokenIds.of(2, 3)),
            FinishReason.FINISHED,
            TokenLogProbs.of(-0.5f, -0.25f),
            TokenLogProbs.of(-1, -0.5f),
            List.of(new RewardComponent("score", 2.6), new RewardComponent("length bonus", 0.6)),
            new RolloutTrace(
                2, 99, "It is red.", new RewardScore(2.6, 40, 0), FloatMatrix.of(1, 2, 0, 0)));
    String block = "```\n" + rollout.explanation() + "```\n";
    assertTrue(Files.readString(Path.of("README.md")).contains(block), block);
  }
}

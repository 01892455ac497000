package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.checkpoint.CheckpointDescription;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Retention;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.collecting.RewardFormula;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.ClippedValueLoss;
import io.github.salmon4j.core.ppo.PpoSettings;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.principles.PrincipleSource;
import io.github.salmon4j.core.reward.LengthBonus;
import io.github.salmon4j.core.reward.MissingStopPenalty;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.core.reward.ScoreClipping;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.settings.PolicySettings;
import io.github.salmon4j.core.settings.SafeguardSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that a training needs, on tables of a few letters. */
final class World {

  static final PrincipleSet LIKE_A = PrincipleSet.of(Principle.of("a", "Say a.", "Do not say a."));
  static final PrincipleSet LIKE_C = PrincipleSet.of(Principle.of("c", "Say c.", "Do not say c."));
  static final PrincipleSet NONE = PrincipleSet.of();
  static final PrincipleSampler.Settings SAMPLING = new PrincipleSampler.Settings(1, 0);
  static final double NEVER = Double.POSITIVE_INFINITY;

  final LetterPolicy policy = new LetterPolicy();
  final LetterPolicy reference = new LetterPolicy();
  final LetterValues values = new LetterValues();
  final LetterReward reward = new LetterReward();
  PrinciplePlan plan = PrinciplePlan.first(LIKE_A, NONE);
  PrincipleSource source = () -> plan;

  /** Settings, each to be changed before a trainer is made. */
  KlController penalty = new KlController.Fixed(0.05);

  AdvantageSettings advantages = AdvantageSettings.defaults();
  SafeguardSettings safeguards = SafeguardSettings.none();
  ScoreNormalization normalization = new ScoreNormalization.None();
  MissingStopPenalty missingStop = new MissingStopPenalty.Subtract(1);
  int minibatchRows = 4;
  int epochs = 2;
  int microBatchRows = Integer.MAX_VALUE;
  int promptsPerStep = 8;
  int maxNewTokens = 6;
  int warmupSteps;
  double learningRate = 0.1;
  double divergenceLimit = NEVER;

  static List<Prompt> prompts(String... texts) {
    return Arrays.stream(texts).map(Prompt::of).toList();
  }

  static List<Prompt> eight() {
    return prompts("a", "b", "c", "ab", "ba", "cb", "bb", "ca");
  }

  RolloutCollector collector() {
    RewardSettings settings =
        new RewardSettings(normalization, ScoreClipping.none(), missingStop, 0, LengthBonus.none());
    CollectingSettings collecting =
        new CollectingSettings(
            promptsPerStep, 10, GenerationSettings.sampling(maxNewTokens), SAMPLING, settings);
    return new RolloutCollector(
        new RolloutModels(policy, reference, values, reward),
        ChatTemplate.plain(),
        collecting,
        RewardFormula.of(settings),
        microBatchRows);
  }

  PolicyTrainer trainer(long seed, long totalSteps) {
    PolicySettings settings =
        new PolicySettings(
            penalty,
            advantages,
            new PpoSettings(
                epochs,
                minibatchRows,
                ClippedSurrogate.symmetric(0.2),
                ClippedValueLoss.unclipped(0.5),
                0,
                Aggregation.TOKEN_MEAN,
                1,
                divergenceLimit),
            AdamW.Settings.defaults(),
            learningRate,
            warmupSteps,
            2,
            safeguards);
    long[] ticks = {0};
    return new PolicyTrainer(
        collector(),
        policy,
        source,
        settings,
        new TrainerOptions(new RunSeed(seed), totalSteps, () -> ticks[0]++ * 1_000_000_000L));
  }

  PolicyRun run(long seed, List<Prompt> prompts) {
    PromptOrder order = new PromptOrder(prompts, promptsPerStep, 2, seed);
    return new PolicyRun(trainer(seed, order.steps()), order);
  }

  /** {@return every byte that a trainer's future depends on, by part; gradients with them} */
  Map<String, String> state(PolicyTrainer trainer) {
    try {
      Path folder = Files.createTempDirectory("state");
      try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
        store.save(described(trainer.stepsTaken()), trainer.parts());
      }
      Map<String, String> state = new TreeMap<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          state.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
        }
      }
      state.put("gradients", Arrays.toString(gradients()));
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private float[] gradients() {
    float[] all = new float[Letters.SIZE * (Letters.SIZE + 1)];
    policy.table.gradient().get(0, all, 0, Letters.SIZE * Letters.SIZE);
    values.table.gradient().get(0, all, Letters.SIZE * Letters.SIZE, Letters.SIZE);
    return all;
  }

  static CheckpointDescription described(long step) {
    return new CheckpointDescription(step, "test", "", "", Map.of());
  }

  /** {@return a step on eight prompts} */
  static PpoStepReport step(PolicyTrainer trainer) {
    return trainer.step(eight(), Monitor.none());
  }

  /** {@return why a step was skipped, which it must have been} */
  static StepOutcome.Skipped skipped(PpoStepReport report) {
    return assertInstanceOf(StepOutcome.Skipped.class, report.outcome());
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.policylearning.PolicyTrainer;
import io.github.salmon4j.core.policylearning.TrainerOptions;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.ClippedValueLoss;
import io.github.salmon4j.core.ppo.PpoSettings;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.reward.LengthBonus;
import io.github.salmon4j.core.reward.MissingStopPenalty;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.core.reward.ScoreClipping;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.settings.PolicySettings;
import io.github.salmon4j.core.settings.SafeguardSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Steers a policy by principles: PPO from the base, against a reward model that reads the
 * principles of the step. The oracle watches and has no say.
 */
final class Steering {

  private static final int RESPONSE_TOKENS = 64;
  private static final int RANK = 16;
  private static final int PROMPTS = 400;
  private static final long EVALUATION_SEED = 17;

  private static final GenerationSettings RESPONSES =
      new GenerationSettings(RESPONSE_TOKENS, 1, 1, 0, Set.of(), Set.of());
  private static final EngineSettings ENGINE =
      EngineSettings.defaults().withPacking(WeightPacking.MAPPED).withRowsAtOnce(64);

  private final Path base;
  private final Tasks tasks;
  private final Oracle oracle;
  private final Map<String, Task> byPrompt = new HashMap<>();

  Steering(Path base, Tasks tasks, Oracle oracle) {
    this.base = base;
    this.tasks = tasks;
    this.oracle = oracle;
    tasks.all().forEach(task -> byPrompt.put(task.prompt().text(), task));
  }

  /**
   * How a run is made.
   *
   * @param steps PPO steps
   * @param prompts rollouts of a step
   * @param drawn principles of each rollout
   * @param penalty of divergence
   */
  record Length(int steps, int prompts, int drawn, double penalty) {}

  /** What one step gave, as the oracle sees its rollouts. */
  record Point(Scorecard seen, double reward, double divergence) {}

  /**
   * What a run gave.
   *
   * @param points step by step
   * @param after held-out prompts answered by the last policy
   * @param samples some of those answers, by prompt
   */
  record Outcome(List<Point> points, Scorecard after, Map<String, String> samples) {}

  /** {@return what the base answers to held-out prompts} */
  Scorecard before() {
    try (OnnxLanguageModel model = OnnxLanguageModel.open(base, ENGINE)) {
      return examine(model, new HashMap<>());
    }
  }

  /**
   * {@return what became of the policy}
   *
   * @param reward adapter of the reward model
   * @param plan the principles of each step, from 0
   * @param length of the run
   * @param seed of the run
   * @param monitor hears of steps and may cancel
   */
  Outcome run(
      Path reward, LongFunction<PrinciplePlan> plan, Length length, long seed, Monitor monitor) {
    Random random = new Random(seed);
    try (TrainingBase shared = TrainingBase.open(base, PassSettings.defaults());
        TrainableModel policy =
            shared.policy("policy", Trained.Lora.everywhere(RANK, RANK), 1, random);
        TrainableModel value = shared.valueModel("value", new Trained.Adapter(reward), random);
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, ENGINE);
        OnnxLanguageModel reference = OnnxLanguageModel.open(base, ENGINE);
        OnnxRewardModel scoring =
            OnnxRewardModel.open(base, reward, RewardModelSettings.defaults().withEngine(ENGINE))) {
      RolloutCollector collector =
          new RolloutCollector(
              new RolloutModels(live, reference, value, scoring),
              ChatTemplate.salmon(""),
              collecting(length));
      long[] step = {0};
      PolicyTrainer trainer =
          new PolicyTrainer(
              collector,
              policy,
              () -> plan.apply(step[0]),
              settings(length),
              TrainerOptions.of(seed, length.steps()));
      List<Point> points = new ArrayList<>();
      for (; step[0] < length.steps(); step[0]++) {
        monitor.checkpoint(step[0], length.steps());
        points.add(point(trainer.step(prompts(length.prompts(), random), Monitor.none())));
      }
      monitor.progressed(length.steps(), length.steps());
      Map<String, String> samples = new HashMap<>();
      return new Outcome(points, examine(live, samples), samples);
    }
  }

  private List<Prompt> prompts(int count, Random random) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(tasks.draw(Split.TRAIN, random).prompt());
    }
    return prompts;
  }

  private Point point(PpoStepReport report) {
    RolloutBatch batch = report.rollouts().orElseThrow();
    Scorecard card = new Scorecard();
    for (Rollout rollout : batch.rollouts()) {
      Task task = Objects.requireNonNull(byPrompt.get(rollout.prompt().text()), "task");
      card.add(task, oracle.measure(task, rollout.trace().text()));
    }
    return new Point(card, batch.meanReward(), batch.meanDivergence());
  }

  private Scorecard examine(LanguageModel model, Map<String, String> samples) {
    Random random = new Random(EVALUATION_SEED);
    ChatTemplate chat = ChatTemplate.salmon("");
    List<Task> asked = new ArrayList<>();
    List<TokenIds> prompts = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      asked.add(tasks.draw(Split.HELD_OUT, random));
      prompts.add(chat.encode(asked.get(i).prompt(), model.tokenizer()));
    }
    List<Generation> answers = model.generate(prompts, RESPONSES, EVALUATION_SEED, Monitor.none());
    Scorecard card = new Scorecard();
    for (int i = 0; i < PROMPTS; i++) {
      String answer = model.tokenizer().decode(answers.get(i).response());
      Measures measures = oracle.measure(asked.get(i), answer);
      card.add(asked.get(i), measures);
      samples.put(asked.get(i).prompt().text(), answer);
    }
    return card;
  }

  private static CollectingSettings collecting(Length length) {
    RewardSettings reward =
        new RewardSettings(
            new ScoreNormalization.None(),
            ScoreClipping.none(),
            MissingStopPenalty.none(),
            0,
            LengthBonus.none());
    return new CollectingSettings(
        length.prompts(),
        RESPONSE_TOKENS,
        RESPONSES,
        new PrincipleSampler.Settings(length.drawn(), 0),
        reward);
  }

  private static PolicySettings settings(Length length) {
    PpoSettings update =
        new PpoSettings(
            2,
            Math.max(1, length.prompts() / 2),
            ClippedSurrogate.symmetric(0.2),
            ClippedValueLoss.unclipped(0.5),
            0,
            Aggregation.TOKEN_MEAN,
            1,
            Double.POSITIVE_INFINITY);
    return new PolicySettings(
        new KlController.Fixed(length.penalty()),
        AdvantageSettings.defaults(),
        update,
        AdamW.Settings.defaults(),
        2e-3,
        3,
        1,
        SafeguardSettings.none());
  }
}

package io.github.salmon4j.onnx.training;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.CheckpointDescription;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Retention;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.policylearning.PolicyListener;
import io.github.salmon4j.core.policylearning.PolicyRun;
import io.github.salmon4j.core.policylearning.PolicyTrainer;
import io.github.salmon4j.core.policylearning.PromptOrder;
import io.github.salmon4j.core.policylearning.SavedPolicyRun;
import io.github.salmon4j.core.policylearning.TrainerOptions;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.settings.SalmonSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A PPO run that saves after every step, from wherever it stopped. */
final class PpoProcess {

  static final EngineSettings ENGINE =
      EngineSettings.defaults().withPacking(WeightPacking.MAPPED).withThreads(1);

  private PpoProcess() {}

  /** Trains to the end, with the checkpoints in a folder, and says so. */
  public static void main(String[] args) {
    System.out.println("started");
    System.out.println("finished " + run(Path.of(args[0])));
  }

  /** {@return a hash of the parameters at the end} */
  static int run(Path checkpoints) {
    Path folder = TrainingGoldenTest.folder("peft-seqcls/base");
    Trained adapter = new Trained.Adapter(TrainingGoldenTest.folder("peft-seqcls/adapter"));
    Random random = new Random(3);
    try (CheckpointStore store = CheckpointStore.open(checkpoints, Retention.last(2));
        TrainingBase base = TrainingBase.open(folder, new PassSettings(2, 40, 1));
        TrainableModel policy = base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, random);
        TrainableModel value = base.valueModel("value", adapter, random);
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, ENGINE);
        OnnxLanguageModel reference = OnnxLanguageModel.open(folder, ENGINE);
        RewardModel reward = new LetterCount()) {
      SalmonSettings settings = settings();
      RolloutCollector collector =
          new RolloutCollector(
              new RolloutModels(live, reference, value, reward),
              ChatTemplate.plain(),
              settings.collecting());
      PromptOrder order = new PromptOrder(collector.fitting(prompts()), 4, 12, 42);
      PolicyTrainer trainer =
          new PolicyTrainer(
              collector,
              policy,
              () ->
                  PrinciplePlan.first(
                      BuiltInPrinciples.honest(), BuiltInPrinciples.interventions()),
              settings.policy(),
              TrainerOptions.of(42, order.steps()));
      PolicyRun run = new PolicyRun(trainer, order);
      SavedPolicyRun saved = new SavedPolicyRun(store, 1, PpoProcess::described, List.of());
      saved.resume(run);
      run.run(PolicyListener.none(), saved, Monitor.none());
      return hash(Stream.of(policy, value).flatMap(model -> model.parameters().stream()).toList());
    }
  }

  static SalmonSettings settings() {
    SalmonSettings small = SalmonSettings.small();
    CollectingSettings collecting = small.collecting();
    return new SalmonSettings(
        small.labeling(),
        small.rewardLearning(),
        small.adapter(),
        new CollectingSettings(
            4, 64, GenerationSettings.sampling(8), collecting.principles(), collecting.reward()),
        small.policy());
  }

  private static List<Prompt> prompts() {
    return IntStream.range(0, 20).mapToObj(i -> Prompt.of("Say " + i)).toList();
  }

  private static CheckpointDescription described(long step) {
    return new CheckpointDescription(step, "test", "", "", Map.of());
  }

  private static int hash(List<Parameter> parameters) {
    int hash = 0;
    for (Parameter parameter : parameters) {
      float[] values = new float[parameter.values().limit()];
      parameter.values().get(0, values);
      hash = 31 * hash + Arrays.hashCode(values);
    }
    return hash;
  }

  /** Likes vowels. */
  static final class LetterCount implements RewardModel {

    @Override
    public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
      return queries.stream()
          .map(
              query -> {
                double score =
                    query.response().chars().filter(c -> "aeiou".indexOf(c) >= 0).count();
                return query.guidelines().stream().map(g -> new RewardScore(score, 1, 0)).toList();
              })
          .toList();
    }

    @Override
    public void close() {}
  }
}

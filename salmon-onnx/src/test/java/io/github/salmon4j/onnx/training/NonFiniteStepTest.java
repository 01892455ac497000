package io.github.salmon4j.onnx.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.policylearning.PolicyTrainer;
import io.github.salmon4j.core.policylearning.TrainerOptions;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.settings.SalmonSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.CheckpointCopy;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of the engine that computes no numbers costs a run a step, not its life. */
class NonFiniteStepTest {

  private static final Path BASE = TrainingGoldenTest.folder("peft-seqcls/base");
  private static final Path ADAPTER = TrainingGoldenTest.folder("peft-seqcls/adapter");

  @TempDir Path broken;

  private static PolicyTrainer trainer(TrainableModel policy, RolloutModels models) {
    SalmonSettings settings = PpoProcess.settings();
    return new PolicyTrainer(
        new RolloutCollector(models, ChatTemplate.plain(), settings.collecting()),
        policy,
        () -> PrinciplePlan.first(BuiltInPrinciples.honest(), BuiltInPrinciples.interventions()),
        settings.policy(),
        TrainerOptions.of(1, 10));
  }

  private static StepPhase skippedIn(PolicyTrainer trainer) {
    StepOutcome outcome =
        trainer.step(List.of(Prompt.of("Say 1"), Prompt.of("Say 2")), Monitor.none()).outcome();
    StepOutcome.Skipped skipped = assertInstanceOf(StepOutcome.Skipped.class, outcome);
    assertTrue(skipped.finding().contains("finite number"), skipped.finding());
    return skipped.phase();
  }

  @Test
  void step_aModelThatComputesNoNumbers_isSkipped_andTheNextOneLearns() throws IOException {
    CheckpointCopy.of("peft-seqcls/base", broken).setFirst("model.norm.weight", Float.NaN);
    try (TrainingBase base = TrainingBase.open(BASE, PassSettings.defaults());
        TrainableModel policy =
            base.policy("policy", Trained.Lora.everywhere(4, 8), 0.7, new Random(3));
        TrainableModel value =
            base.valueModel("value", new Trained.Adapter(ADAPTER), new Random(3));
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, PpoProcess.ENGINE);
        OnnxLanguageModel nothing = OnnxLanguageModel.open(broken, PpoProcess.ENGINE);
        OnnxRewardModel unread =
            OnnxRewardModel.open(broken, ADAPTER, RewardModelSettings.defaults());
        PpoProcess.LetterCount reward = new PpoProcess.LetterCount()) {
      Parameter first = policy.parameters().get(0);
      float whole = first.values().get(0);
      first.values().put(0, Float.NaN);
      PolicyTrainer trainer = trainer(policy, new RolloutModels(live, live, value, reward));
      assertEquals(StepPhase.GENERATE, skippedIn(trainer));
      first.values().put(0, whole);
      assertInstanceOf(
          StepOutcome.Updated.class,
          trainer.step(List.of(Prompt.of("Say 1")), Monitor.none()).outcome());
      assertEquals(
          StepPhase.REFERENCE,
          skippedIn(trainer(policy, new RolloutModels(live, nothing, value, reward))));
      assertEquals(
          StepPhase.SCORE,
          skippedIn(trainer(policy, new RolloutModels(live, live, value, new OfTokens(unread)))));
    }
  }

  /** Scores two tokens for every query: the golden model's context has no room for a guideline. */
  private record OfTokens(OnnxRewardModel model) implements RewardModel {

    @Override
    public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
      return queries.stream()
          .map(query -> model.scoreTokens(List.of(TokenIds.of(1, 2)), monitor).get(0))
          .map(score -> List.of(new RewardScore(score, 2, 0)))
          .toList();
    }

    @Override
    public void close() {}
  }
}

package io.github.salmon4j.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.advantage.KlEstimator;
import io.github.salmon4j.core.advantage.ScorePlacement;
import io.github.salmon4j.core.advantage.Whitening;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.reward.ScoredResponse;
import io.github.salmon4j.core.reward.TerminalReward;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The presets have the numbers that their sources print; the table is in {@code presets.csv}. */
class PresetGoldenTest {

  private static final Map<String, Function<SalmonSettings, Object>> ITEMS = new LinkedHashMap<>();

  static {
    policyItems();
    collectingItems();
    labelingItems();
    rewardLearningItems();
  }

  private static void policyItems() {
    ITEMS.put("divergence coefficient", s -> s.policy().penalty().coefficient());
    ITEMS.put(
        "adaptive divergence coefficient",
        s -> s.policy().penalty() instanceof KlController.Adaptive);
    ITEMS.put("peak learning rate", s -> s.policy().learningRate());
    ITEMS.put("warm-up PPO steps", s -> s.policy().warmupSteps());
    ITEMS.put("critic warm-up steps", s -> s.policy().safeguards().criticWarmupSteps());
    ITEMS.put("divergence budget", s -> s.policy().safeguards().divergenceBudget());
    ITEMS.put("responses per optimizer step", s -> s.policy().update().minibatchRows());
    ITEMS.put("epochs per step", s -> s.policy().update().epochs());
    ITEMS.put("gamma", s -> s.policy().advantages().gamma());
    ITEMS.put("lambda", s -> s.policy().advantages().lambda());
    ITEMS.put("policy clip below", s -> s.policy().update().policyLoss().below());
    ITEMS.put("policy clip above", s -> s.policy().update().policyLoss().above());
    ITEMS.put("value clip", s -> s.policy().update().valueLoss().range());
    ITEMS.put("value weight", s -> s.policy().update().valueLoss().weight());
    ITEMS.put("entropy weight", s -> s.policy().update().entropyWeight());
    ITEMS.put("largest gradient norm", s -> s.policy().update().maxGradientNorm());
    ITEMS.put("weight decay", s -> s.policy().optimizer().weightDecay());
    ITEMS.put("beta1", s -> s.policy().optimizer().beta1());
    ITEMS.put("beta2", s -> s.policy().optimizer().beta2());
    ITEMS.put("epsilon", s -> s.policy().optimizer().epsilon());
    ITEMS.put("epochs over prompts", s -> s.policy().promptEpochs());
    ITEMS.put("reward scale", s -> s.policy().advantages().rewardScale());
    ITEMS.put(
        "reward whitening",
        s -> s.policy().advantages().rewardWhitening() == Whitening.NONE ? "NONE" : "other");
    ITEMS.put(
        "divergence estimator clamped",
        s -> s.policy().advantages().klEstimator() == KlEstimator.K1_CLAMPED);
    ITEMS.put(
        "score on the last slot",
        s -> s.policy().advantages().scorePlacement() == ScorePlacement.LAST_SLOT);
    ITEMS.put(
        "padding in the loss mean",
        s -> s.policy().update().aggregation() == Aggregation.SLOT_MEAN);
    ITEMS.put(
        "advantage mean removed",
        s ->
            s.policy().advantages().advantageWhitening() instanceof Whitening.Standard w
                && w.mean() == Whitening.Mean.REMOVED);
  }

  private static void collectingItems() {
    ITEMS.put("responses per step", s -> s.collecting().promptsPerStep());
    ITEMS.put("response tokens", s -> s.collecting().responses().maxNewTokens());
    ITEMS.put("prompt tokens", s -> s.collecting().promptTokens());
    ITEMS.put("principles per response", s -> s.collecting().principles().count());
    ITEMS.put("boost", s -> s.collecting().principles().boost());
    ITEMS.put("sampling temperature", s -> s.collecting().responses().temperature());
    ITEMS.put("length coefficient", s -> s.collecting().reward().lengthBonus().coefficient());
    ITEMS.put("length cap", s -> s.collecting().reward().lengthBonus().cap());
    ITEMS.put("length tokens", s -> s.collecting().reward().lengthBonus().maximumTokens());
    ITEMS.put("reward without a stop: 1 becomes", s -> cutOff(s, 0));
    ITEMS.put("adapter rank", s -> s.adapter().rank());
    ITEMS.put("adapter alpha", s -> s.adapter().alpha());
  }

  private static void labelingItems() {
    ITEMS.put("swap", s -> s.labeling().calibration().scoring().swapPolicy());
    ITEMS.put("scaling", s -> s.labeling().calibration().scoring().scaling());
    ITEMS.put("subset", s -> s.labeling().calibration().subsetSize());
    ITEMS.put("negation", s -> s.labeling().calibration().negation());
    ITEMS.put("noise of judged labels", s -> s.labeling().calibration().noise().judged());
    ITEMS.put("noise of ruled labels", s -> s.labeling().calibration().noise().ruled());
    ITEMS.put("label rules", s -> s.labeling().calibration().rules().size());
    ITEMS.put("passes", s -> s.labeling().calibration().passes());
    ITEMS.put("pair tokens", s -> s.labeling().responses().maxNewTokens());
  }

  private static void rewardLearningItems() {
    ITEMS.put("pre-training learning rate", s -> s.rewardLearning().pretraining().learningRate());
    ITEMS.put("pre-training warm-up ratio", s -> s.rewardLearning().pretraining().warmupRatio());
    ITEMS.put(
        "pre-training instruction tokens",
        s -> s.rewardLearning().pretraining().limits().instructionTokens());
    ITEMS.put(
        "pre-training response tokens",
        s -> s.rewardLearning().pretraining().limits().responseTokens());
    ITEMS.put("pre-training tokens", s -> s.rewardLearning().pretraining().limits().maxTokens());
    ITEMS.put("fine-tuning learning rate", s -> s.rewardLearning().fineTuning().learningRate());
    ITEMS.put("fine-tuning warm-up ratio", s -> s.rewardLearning().fineTuning().warmupRatio());
    ITEMS.put(
        "fine-tuning instruction tokens",
        s -> s.rewardLearning().fineTuning().limits().instructionTokens());
    ITEMS.put(
        "fine-tuning response tokens",
        s -> s.rewardLearning().fineTuning().limits().responseTokens());
    ITEMS.put("fine-tuning tokens", s -> s.rewardLearning().fineTuning().limits().maxTokens());
    ITEMS.put("reward training batch", s -> s.rewardLearning().fineTuning().globalBatch());
    ITEMS.put("reward training epochs", s -> s.rewardLearning().fineTuning().epochs());
    ITEMS.put(
        "reward training gradient norm", s -> s.rewardLearning().fineTuning().maxGradientNorm());
  }

  /** What becomes of a score of 1 if the response has that many tokens and no end. */
  private static double cutOff(SalmonSettings settings, int tokens) {
    ScoredResponse response =
        new ScoredResponse(Prompt.of("Why?"), "Because", tokens, FinishReason.TRUNCATED, 1);
    return TerminalReward.of(settings.collecting().reward()).components(response).stream()
        .mapToDouble(RewardComponent::value)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "released", "small"})
  void preset_hasTheNumbersOfItsSource(String preset) throws IOException {
    SalmonSettings settings =
        switch (preset) {
          case "paper" -> SalmonSettings.salmonPaper();
          case "released" -> SalmonSettings.salmonRelease(text -> Optional.empty());
          default -> SalmonSettings.small();
        };
    List<String[]> table = table();
    int column = List.of(table.get(0)).indexOf(preset);
    Set<String> seen = new HashSet<>();
    for (String[] row : table.subList(1, table.size())) {
      Function<SalmonSettings, Object> item = Objects.requireNonNull(ITEMS.get(row[0]), row[0]);
      assertTrue(seen.add(row[0]), row[0]);
      if (!row[column].equals("-")) {
        assertSame(row[0], row[column], item.apply(settings));
      }
    }
    assertEquals(ITEMS.keySet(), seen);
  }

  private static void assertSame(String item, String expected, Object found) {
    if (found instanceof Number number) {
      assertEquals(Double.parseDouble(expected), number.doubleValue(), item);
    } else {
      assertEquals(expected, found.toString(), item);
    }
  }

  private static List<String[]> table() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PresetGoldenTest.class.getResourceAsStream("/golden/settings/presets.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  /** The numbers that the release's own arithmetic gives for one response. */
  @Test
  void released_rewardOfALongResponseWithoutAStop() {
    assertEquals(-1, cutOff(SalmonSettings.salmonRelease(t -> Optional.empty()), 1024), 1e-12);
  }

  @Test
  void schedule_isACosineOverTheRun() {
    LearningRateSchedule schedule = SalmonSettings.salmonPaper().policy().schedule(105);
    assertEquals(0, schedule.at(0));
    assertEquals(2e-5, schedule.at(5), 1e-18);
    assertEquals(1e-5, schedule.at(55), 1e-18);
    assertEquals(0, schedule.at(105), 1e-18);
  }

  @Test
  void settings_outOfRange_areRejected() {
    PolicySettings good = SalmonSettings.small().policy();
    assertThrows(IllegalArgumentException.class, () -> new AdapterSettings(0, 16));
    assertThrows(IllegalArgumentException.class, () -> new AdapterSettings(1, 0));
    assertThrows(IllegalArgumentException.class, () -> withRate(good, 0));
    assertThrows(IllegalArgumentException.class, () -> withRate(good, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new SafeguardSettings(-1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SafeguardSettings(0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SafeguardSettings(0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new SafeguardSettings(0, 1, 0));
    CollectingSettings collecting = SalmonSettings.small().collecting();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CollectingSettings(
                0, 1, collecting.responses(), collecting.principles(), collecting.reward()));
  }

  private static PolicySettings withRate(PolicySettings p, double rate) {
    return new PolicySettings(
        p.penalty(),
        p.advantages(),
        p.update(),
        p.optimizer(),
        rate,
        p.warmupSteps(),
        1,
        SafeguardSettings.none());
  }
}

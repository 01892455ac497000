package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.data.JudgeIdentity;
import io.github.salmon4j.core.data.PreferenceFile;
import io.github.salmon4j.core.data.PreferenceRecipe;
import io.github.salmon4j.core.decoding.BestOfN;
import io.github.salmon4j.core.decoding.Candidate;
import io.github.salmon4j.core.decoding.GuidedDecoder;
import io.github.salmon4j.core.decoding.Ranking;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.rewardlearning.EncodedPairs;
import io.github.salmon4j.core.rewardlearning.PairEncoder;
import io.github.salmon4j.core.rewardlearning.RewardInputLimits;
import io.github.salmon4j.core.rewardlearning.RewardTrainer;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.core.sampling.PairFilter;
import io.github.salmon4j.core.sampling.PairSampler;
import io.github.salmon4j.core.sampling.PromptResponses;
import io.github.salmon4j.core.sampling.SampledPairs;
import io.github.salmon4j.core.sampling.SamplingSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From prompts to pairs, to a file, to training; and reward models that choose what is said. */
class SamplingTest {

  private static final RunSeed SEED = new RunSeed(42);
  private static final ChatTemplate CHAT = ChatTemplate.salmon("");
  private static final GenerationSettings RESPONSES = GenerationSettings.sampling(24);
  private static final Principle SHORT = Principle.of("Short", "Is short.", "Is long.");
  private static final Principle KIND = Principle.of("Kind", "Is kind.", "Is rude.");
  private static final Guideline GUIDELINE = Guideline.of(SHORT, KIND);
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 7).mapToObj(i -> Prompt.of("Say " + i + ".")).toList();

  /** How queries are batched moves scores by a few float units. */
  private static final double TOLERANCE = 1e-5;

  @TempDir private static Path folder;

  private static OnnxLanguageModel language;
  private static OnnxRewardModel reward;

  /** The tiny model's own context is too short for the templates' words. */
  @BeforeAll
  static void open() throws IOException {
    CheckpointCopy.of("peft-seqcls/base", folder)
        .replace(
            "config.json", "\"max_position_embeddings\": 128", "\"max_position_embeddings\": 2048");
    language = OnnxLanguageModel.open(folder, EngineSettings.defaults());
    reward =
        OnnxRewardModel.open(
            folder, Golden.folder("peft-seqcls/adapter"), RewardModelSettings.defaults());
  }

  @AfterAll
  static void close() {
    language.close();
    reward.close();
  }

  private static PairSampler sampler() {
    SamplingSettings settings = new SamplingSettings(2, 512, RESPONSES, PairFilter.defaults());
    return new PairSampler(language, CHAT, settings);
  }

  /** A judge that prefers by length under one principle, and by chance under the other. */
  private static List<PreferenceLabel> labels(List<ResponsePair> pairs) {
    Random random = new Random(1);
    List<PreferenceLabel> labels = new ArrayList<>();
    for (ResponsePair pair : pairs) {
      double margin = pair.second().length() - pair.first().length() + 0.5;
      labels.add(new PreferenceLabel(pair, SHORT, margin, margin));
      labels.add(new PreferenceLabel(pair, KIND, random.nextGaussian(), random.nextGaussian()));
    }
    return labels;
  }

  @Test
  void responses_inParts_areThoseOfTheWhole() {
    List<PromptResponses> parts = new ArrayList<>();
    for (List<Prompt> part : List.of(PROMPTS.subList(0, 1), PROMPTS.subList(1, 7))) {
      parts.addAll(sampler().responses(part, SEED, Monitor.none()));
    }
    assertEquals(sampler().responses(PROMPTS, SEED, Monitor.none()), parts);
  }

  @Test
  void pairs_labeledAndFiled_areTrainedOn() {
    SampledPairs sampled = sampler().sample(PROMPTS, SEED, Monitor.none());
    assertTrue(sampled.pairs().size() >= 5, sampled.report()::toString);
    PreferenceRecipe recipe =
        new PreferenceRecipe(
            PrincipleSet.of(SHORT, KIND),
            CalibrationSettings.defaults(),
            42,
            new JudgeIdentity("by length", "", ""));
    PreferenceFile made = PreferenceFile.create(labels(sampled.pairs()), recipe);
    Path file = folder.resolve("preferences.jsonl.gz");
    made.write(file);
    PreferenceFile read = PreferenceFile.read(file);
    assertEquals(made, read);
    RewardTrainingSettings settings =
        new RewardTrainingSettings(1e-3, 0.03, 1, 8, 1, 0, new RewardInputLimits(64, 64, 1024));
    try (TrainingBase base = TrainingBase.open(folder, PassSettings.defaults());
        TrainableModel model =
            base.rewardModel("reward", Trained.Lora.everywhere(4, 8), new Random(1))) {
      EncodedPairs pairs =
          PairEncoder.of(base.tokenizer(), settings.limits()).encode(read.preferences());
      assertEquals(read.examples().size(), pairs.pairs().size());
      RewardTrainer trainer =
          new RewardTrainer(
              model,
              new AdamW(model.parameters(), AdamW.Settings.defaults()),
              settings,
              new LoopSettings(8, 0));
      TrainingCursor end =
          trainer.train(
              TrainingData.of(pairs.pairs()),
              TrainingCursor.start(1),
              TrainingListener.none(),
              CheckpointHook.none(),
              Monitor.none());
      assertEquals((pairs.pairs().size() + 7) / 8, end.step());
    }
  }

  @Test
  void bestOfN_best_isTheArgmaxOfScoresAskedForOneByOne() {
    BestOfN.Settings settings = new BestOfN.Settings(5, RESPONSES);
    List<Ranking> rankings =
        new BestOfN(language, reward, CHAT, settings)
            .respond(PROMPTS.subList(0, 2), GUIDELINE, SEED, Monitor.none());
    for (int i = 0; i < 2; i++) {
      Ranking ranking = rankings.get(i);
      double highest = Double.NEGATIVE_INFINITY;
      for (Candidate candidate : ranking.candidates()) {
        double score = reward.score(PROMPTS.get(i), candidate.text(), GUIDELINE);
        assertEquals(score, candidate.score().value(), TOLERANCE);
        highest = Math.max(highest, score);
      }
      double best = reward.score(PROMPTS.get(i), ranking.best().text(), GUIDELINE);
      assertEquals(highest, best, TOLERANCE);
      assertTrue(highest - ranking.candidates().get(4).score().value() > 100 * TOLERANCE);
    }
  }

  @Test
  void guidedDecoder_oneSegment_isBestOfN_andMoreGoOn() {
    Prompt prompt = PROMPTS.get(0);
    Ranking best =
        new BestOfN(language, reward, CHAT, new BestOfN.Settings(4, RESPONSES))
            .respond(List.of(prompt), GUIDELINE, SEED, Monitor.none())
            .get(0);
    assertEquals(
        best.candidates().stream().map(Candidate::text).toList(),
        guided(1, RESPONSES).candidates().stream().map(Candidate::text).toList());
    Ranking three = guided(3, GenerationSettings.sampling(8));
    assertEquals(
        reward.score(prompt, three.best().text(), GUIDELINE),
        three.best().score().value(),
        TOLERANCE);
  }

  private static Ranking guided(int segments, GenerationSettings segment) {
    return new GuidedDecoder(
            language, reward, CHAT, new GuidedDecoder.Settings(4, 4, segments, segment))
        .respond(PROMPTS.get(0), GUIDELINE, SEED, Monitor.none());
  }
}

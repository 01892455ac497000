package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.labeling.AcceptanceRule;
import io.github.salmon4j.core.labeling.Judge;
import io.github.salmon4j.core.labeling.JudgeSettings;
import io.github.salmon4j.core.labeling.LabelLog;
import io.github.salmon4j.core.labeling.LabelRun;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.OptionIds;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge whose prompts share work says what one does that reads every prompt by itself. */
class JudgeEquivalenceTest {

  private static final double CLOSE = 1e-4;
  private static final PrincipleSet PRINCIPLES =
      PrincipleSet.of(BuiltInPrinciples.rewardModeling().principles().subList(0, 4));
  private static final EngineSettings ENGINE = EngineSettings.defaults().withThreads(1);

  @TempDir Path folder;

  /** A short pair, a long one that is cut, and one with two lengths. */
  private static List<ResponsePair> pairs() {
    Prompt why = Prompt.of("Why is the sky blue?");
    return List.of(
        new ResponsePair(why, "Because of how air scatters light.", "It is the sea's mirror."),
        new ResponsePair(why, "Once upon a time. ".repeat(90), "A cat sat. ".repeat(120)),
        new ResponsePair(
            Prompt.of("Tell me more. ".repeat(20)), "", "There was a cat. ".repeat(9)));
  }

  /** log p(a) - log p(b), each from a forward pass over one whole sequence. */
  private static double forA(LanguageModel model, TokenIds prompt, OptionIds options) {
    double a = logProb(model, prompt, options.a());
    return a - logProb(model, prompt, options.b());
  }

  private static double logProb(LanguageModel model, TokenIds prompt, int next) {
    TokenSequence sequence = new TokenSequence(prompt, TokenIds.of(next));
    return model.logProbs(List.of(sequence), 1, Monitor.none()).get(0).get(0);
  }

  private static void assertEqualsAlone(LanguageModel model, int totalTokens) {
    Judge judge = new Judge(model, new JudgeSettings(totalTokens, 8192));
    List<PreferenceLabel> labels = judge.label(pairs(), PRINCIPLES, Monitor.none());
    JudgeTemplate template = JudgeTemplate.standard();
    OptionIds options = template.optionIds(model.tokenizer());
    List<Principle> all = PRINCIPLES.principles();
    int at = 0;
    double largest = 0;
    for (ResponsePair pair : pairs()) {
      for (int p = 0; p < all.size(); p++) {
        double[] margins = new double[2];
        for (Order order : Order.values()) {
          TokenIds prompt =
              template.encode(pair, all, order, model.tokenizer(), totalTokens).get(p).tokens();
          double forA = forA(model, prompt, options);
          margins[order.ordinal()] = order == Order.AS_GIVEN ? forA : -forA;
        }
        PreferenceLabel label = labels.get(at++);
        assertEquals(margins[0], label.marginInOrder(), CLOSE);
        assertEquals(margins[1], label.marginSwapped(), CLOSE);
        largest = Math.max(largest, Math.abs(margins[0]));
      }
    }
    assertTrue(largest > 100 * CLOSE, "margins that differ from nothing: " + largest);
  }

  private LanguageModel open(Path checkpoint, Path tokenizer) throws IOException {
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(checkpoint.resolve(file), folder.resolve(file));
    }
    Files.copy(tokenizer, folder.resolve("tokenizer.json"));
    String config = Files.readString(folder.resolve("config.json"));
    Files.writeString(
        folder.resolve("config.json"),
        config.replaceFirst(
            "\"max_position_embeddings\": *\\d+", "\"max_position_embeddings\": 4096"));
    return OnnxLanguageModel.open(folder, ENGINE);
  }

  private LanguageModel golden() throws IOException {
    Path base = Golden.folder("peft-seqcls/base");
    return open(base, base.resolve("tokenizer.json"));
  }

  @Test
  void label_goldenModel_equalsSingleForwardPasses() throws IOException {
    try (LanguageModel model = golden()) {
      assertEqualsAlone(model, 1536);
    }
  }

  @Test
  void label_stories260k_equalsSingleForwardPasses() throws IOException {
    Path stories = SharedData.folder("stories260K");
    Path tokenizer = Golden.folder("peft-seqcls/base").resolve("tokenizer.json");
    try (LanguageModel model = open(stories, tokenizer)) {
      assertEqualsAlone(model, 1536);
    }
  }

  @Test
  void label_llamaTokenizer_equalsSingleForwardPasses() throws IOException {
    Path tokenizer = SharedData.folder("tokenizer-llama2").resolve("tokenizer.json");
    try (LanguageModel model = open(SharedData.folder("tiny-random-llama"), tokenizer)) {
      assertEqualsAlone(model, 768);
    }
  }

  @Test
  void label_swappedResponses_negateTheMarginsBitForBit() throws IOException {
    try (LanguageModel model = golden()) {
      Judge judge = new Judge(model, JudgeSettings.defaults());
      List<ResponsePair> some = new ArrayList<>(pairs());
      some.set(0, some.get(0).swapped());
      some.set(2, some.get(2).swapped());
      List<PreferenceLabel> given = judge.label(pairs(), PRINCIPLES, Monitor.none());
      List<PreferenceLabel> turned = judge.label(some, PRINCIPLES, Monitor.none());
      for (int i = 0; i < given.size(); i++) {
        boolean swap = i / PRINCIPLES.size() != 1;
        PreferenceLabel one = given.get(i);
        PreferenceLabel other = turned.get(i);
        double inOrder = swap ? 0.0 - other.marginSwapped() : other.marginInOrder();
        double swapped = swap ? 0.0 - other.marginInOrder() : other.marginSwapped();
        assertEquals(one.marginInOrder(), inOrder);
        assertEquals(one.marginSwapped(), swapped);
      }
    }
  }

  @Test
  void run_cancelledAndResumed_writesTheSameFile() throws IOException {
    try (LanguageModel model = golden()) {
      Judge judge = new Judge(model, new JudgeSettings(1536, 4096));
      Path whole = folder.resolve("whole.jsonl");
      Path parts = folder.resolve("parts.jsonl");
      run(judge, whole, Monitor.none());
      for (long enough : new long[] {0, 4, 8}) {
        try {
          run(judge, parts, new Cancelling(enough));
        } catch (CancellationException e) {
          assertTrue(e.getMessage().startsWith("cancelled after "), e.getMessage());
        }
      }
      run(judge, parts, Monitor.none());
      assertEquals(-1, Files.mismatch(whole, parts));
    }
  }

  private static void run(Judge judge, Path file, Monitor monitor) {
    try (LabelLog log = LabelLog.open(file, judge.identity("golden", PRINCIPLES))) {
      new LabelRun(judge, log).run(pairs(), PRINCIPLES, AcceptanceRule.ordersAgree(), monitor);
    }
  }
}

package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxLanguageModelTest {

  private static final OnnxLanguageModel MODEL = TinyModels.language();
  private static final TokenIds PROMPT = TinyModels.tokens(1, 10);
  private static final TokenSequence GOOD = new TokenSequence(PROMPT, TinyModels.tokens(2, 5));

  @AfterAll
  static void close() {
    MODEL.close();
  }

  private static List<TokenLogProbs> logProbs(TokenSequence... sequences) {
    return MODEL.logProbs(List.of(sequences), 1, Monitor.none());
  }

  private static String assertRefused(TokenSequence... sequences) {
    return assertThrows(IllegalArgumentException.class, () -> logProbs(sequences)).getMessage();
  }

  private static String assertRefused(TokenIds... prompts) {
    GenerationSettings settings = GenerationSettings.greedy(2);
    return assertThrows(
            IllegalArgumentException.class,
            () -> MODEL.generate(List.of(prompts), settings, 7, Monitor.none()))
        .getMessage();
  }

  @Test
  void logProbs_unfitSequence_namesRowExpectedAndFound() {
    assertEquals(
        "prompt of row 1: expected 1 token or more, found none",
        assertRefused(GOOD, new TokenSequence(TokenIds.empty(), PROMPT)));
    assertEquals(
        "token 11 of row 1: expected an id less than 384, found 400",
        assertRefused(GOOD, new TokenSequence(PROMPT, TokenIds.of(3, 400))));
    assertEquals(
        "sequence of row 0: expected 1 to 128 tokens, found 129",
        assertRefused(new TokenSequence(PROMPT, TinyModels.tokens(3, 119))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void logProbs_unfitTemperature_isRefused(double temperature) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> MODEL.logProbs(List.of(GOOD), temperature, Monitor.none()));
    assertEquals(
        "temperature: expected a finite number above 0, found " + temperature, e.getMessage());
  }

  @Test
  void logProbs_emptyResponses_areEmptyAmongOthers() {
    TokenSequence prompt = new TokenSequence(TinyModels.tokens(1, 20), TokenIds.empty());
    List<TokenLogProbs> found = logProbs(prompt, GOOD, prompt);
    assertEquals(List.of(0, 5, 0), found.stream().map(TokenLogProbs::size).toList());
    assertEquals(List.of(), logProbs());
    assertEquals(0, logProbs(prompt).get(0).size());
  }

  @Test
  void logProbs_wholeVocabulary_sumsToOne() {
    List<TokenSequence> next = new ArrayList<>();
    for (int token = 0; token < TinyModels.VOCABULARY; token++) {
      next.add(new TokenSequence(PROMPT, TokenIds.of(token)));
    }
    for (double temperature : new double[] {1, 0.5, 3}) {
      double sum = 0;
      for (TokenLogProbs one : MODEL.logProbs(next, temperature, Monitor.none())) {
        sum += Math.exp(one.get(0));
      }
      assertEquals(1, sum, 1e-5);
    }
  }

  @Test
  void logProbs_cancelled_stops() {
    assertThrows(
        CancellationException.class, () -> MODEL.logProbs(List.of(GOOD), 1, new Cancelling(0)));
    assertEquals(1, logProbs(GOOD).size());
  }

  @Test
  void generate_unfitPrompt_namesRowExpectedAndFound() {
    assertEquals(
        "prompt of row 1: expected 1 token or more, found none",
        assertRefused(PROMPT, TokenIds.empty()));
    assertEquals(
        "token 1 of row 1: expected an id less than 384, found 384",
        assertRefused(PROMPT, TokenIds.of(3, 384)));
    assertEquals(
        "prompt of row 1: expected fewer than 128 tokens, found 128",
        assertRefused(PROMPT, TinyModels.tokens(1, 128)));
  }

  /** Nothing is computed for the rows before one that cannot be. */
  @Test
  void generate_unfitPromptLate_isRefusedBeforeAnyWork() {
    List<Long> heard = new ArrayList<>();
    Monitor monitor = (done, total) -> heard.add(done);
    List<TokenIds> prompts = List.of(PROMPT, TokenIds.empty());
    GenerationSettings settings = GenerationSettings.greedy(2);
    assertThrows(
        IllegalArgumentException.class, () -> MODEL.generate(prompts, settings, 7, monitor));
    assertTrue(heard.stream().allMatch(done -> done == 0), heard.toString());
  }

  @Test
  void generate_nothing_isNothing() {
    assertEquals(
        List.of(), MODEL.generate(List.of(), GenerationSettings.greedy(2), 7, Monitor.none()));
  }

  @Test
  void generate_monitor_hearsRowsAndMayCancel() {
    List<Long> heard = new ArrayList<>();
    GenerationSettings settings = GenerationSettings.greedy(3);
    MODEL.generate(List.of(PROMPT, PROMPT), settings, 7, (done, total) -> heard.add(done));
    assertEquals(List.of(0L, 1L, 2L), heard);
    Cancelling afterOne = new Cancelling(1);
    assertThrows(
        CancellationException.class,
        () -> MODEL.generate(List.of(PROMPT, PROMPT, PROMPT), settings, 7, afterOne));
    assertEquals(1, afterOne.done);
  }

  /** A row of many tokens need not be finished to be given up. */
  @Test
  void generate_cancelledWithinARow_stops() {
    int[] asked = {0};
    Monitor monitor =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return ++asked[0] > 5;
          }
        };
    GenerationSettings settings = GenerationSettings.greedy(100);
    assertThrows(
        CancellationException.class, () -> MODEL.generate(List.of(PROMPT), settings, 7, monitor));
    assertEquals(6, asked[0]);
  }

  @Test
  void calls_weightsNoNumbers_areClearErrors(@TempDir Path folder) throws IOException {
    CheckpointCopy.of("peft-seqcls/base", folder).setFirst("model.norm.weight", Float.NaN);
    try (OnnxLanguageModel model = OnnxLanguageModel.open(folder)) {
      ArithmeticException e =
          assertThrows(
              ArithmeticException.class, () -> model.logProbs(List.of(GOOD), 1, Monitor.none()));
      assertEquals("log-probability of row 0: expected a finite number, found NaN", e.getMessage());
      GenerationSettings settings = GenerationSettings.greedy(2);
      assertThrows(
          ArithmeticException.class,
          () -> model.generate(List.of(PROMPT), settings, 7, Monitor.none()));
    }
  }

  @Test
  void open_modelWithScores_isRefused() {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> OnnxLanguageModel.open(Golden.folder("llama-seqcls")));
    assertEquals("LlamaForSequenceClassification", e.found());
  }

  @Test
  void contextLength_model_isThatOfItsConfiguration() {
    assertEquals(TinyModels.CONTEXT, MODEL.contextLength());
    assertEquals(TinyModels.VOCABULARY, MODEL.tokenizer().vocabularySize());
  }
}

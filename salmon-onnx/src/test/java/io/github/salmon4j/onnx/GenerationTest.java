package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model writes, and that it says the truth about how likely that was. */
class GenerationTest {

  /** The same products in float32, added in another order, for numbers of the order of 10. */
  private static final double TOLERANCE = 1e-5;

  private static final OnnxLanguageModel MODEL = TinyModels.language();

  private static final List<TokenIds> PROMPTS =
      List.of(TinyModels.tokens(1, 12), TinyModels.tokens(2, 1), TinyModels.tokens(3, 40));

  @AfterAll
  static void close() {
    MODEL.close();
  }

  private static List<Generation> generate(GenerationSettings settings) {
    return MODEL.generate(PROMPTS, settings, 7, Monitor.none());
  }

  private static GenerationSettings sampling(double temperature, double topP, int topK) {
    return new GenerationSettings(20, temperature, topP, topK, Set.of(), Set.of());
  }

  private static List<TokenIds> responses(List<Generation> generations) {
    return generations.stream().map(Generation::response).toList();
  }

  @Test
  void generate_greedy_takesTheLikeliestEachTime() {
    for (int row = 0; row < PROMPTS.size(); row++) {
      TokenIds sequence = PROMPTS.get(row);
      TokenIds response = generate(GenerationSettings.greedy(6)).get(row).response();
      for (int t = 0; t < response.size(); t++) {
        assertEquals(likeliestAfter(sequence), response.get(t), "row " + row + ", token " + t);
        sequence = TokenIds.concat(List.of(sequence, response.slice(t, t + 1)));
      }
    }
  }

  private static int likeliestAfter(TokenIds prompt) {
    List<TokenSequence> next = new ArrayList<>();
    for (int token = 0; token < TinyModels.VOCABULARY; token++) {
      next.add(new TokenSequence(prompt, TokenIds.of(token)));
    }
    List<TokenLogProbs> logProbs = MODEL.logProbs(next, 1, Monitor.none());
    int likeliest = 0;
    for (int token = 1; token < logProbs.size(); token++) {
      likeliest = logProbs.get(token).get(0) > logProbs.get(likeliest).get(0) ? token : likeliest;
    }
    return likeliest;
  }

  @Test
  void generate_greedyTwice_isTheSame() {
    assertEquals(generate(GenerationSettings.greedy(20)), generate(GenerationSettings.greedy(20)));
  }

  @Test
  void generate_topKOfOne_isGreedy() {
    assertEquals(
        responses(generate(GenerationSettings.greedy(20))),
        responses(generate(sampling(1.5, 1, 1))));
  }

  @Test
  void generate_sameSeed_isTheSameAndAnotherIsNot() {
    GenerationSettings sampling = GenerationSettings.sampling(20);
    List<Generation> first = generate(sampling);
    assertEquals(first, generate(sampling));
    assertNotEquals(first, MODEL.generate(PROMPTS, sampling, 8, Monitor.none()));
  }

  @Test
  void generate_samePromptInTwoRows_drawsDifferently() {
    List<TokenIds> twice = List.of(PROMPTS.get(0), PROMPTS.get(0));
    List<Generation> rows =
        MODEL.generate(twice, GenerationSettings.sampling(20), 7, Monitor.none());
    assertNotEquals(rows.get(0).response(), rows.get(1).response());
  }

  @Test
  void generate_samePromptAndSeedInAnotherCompany_drawsTheSame() {
    GenerationSettings sampling = GenerationSettings.sampling(20);
    List<GenerationRequest> requests = GenerationRequest.each(PROMPTS, 7);
    GenerationListener silent = GenerationListener.of(Monitor.none());
    List<Generation> together = MODEL.generate(requests, sampling, silent);
    for (int row = 0; row < requests.size(); row++) {
      List<Generation> alone = MODEL.generate(List.of(requests.get(row)), sampling, silent);
      assertEquals(together.get(row).response(), alone.get(0).response(), "row " + row);
    }
  }

  @Test
  void nextLogProbs_severalCandidates_areThoseOfOneTokenResponses() {
    TokenIds candidates = TokenIds.of(5, 3, 5);
    List<TokenLogProbs> rows = MODEL.nextLogProbs(PROMPTS, candidates, Monitor.none());
    for (int row = 0; row < PROMPTS.size(); row++) {
      for (int k = 0; k < candidates.size(); k++) {
        TokenSequence one = new TokenSequence(PROMPTS.get(row), candidates.slice(k, k + 1));
        float expected = MODEL.logProbs(List.of(one), 1, Monitor.none()).get(0).get(0);
        assertEquals(expected, rows.get(row).get(k), TOLERANCE, "row " + row + ", " + k);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 1, 2})
  void generate_anyTemperature_logsWhatEvaluationFinds(double temperature) {
    List<Generation> generations = generate(sampling(temperature, 0.9, 50));
    List<TokenSequence> sequences = new ArrayList<>();
    for (int row = 0; row < PROMPTS.size(); row++) {
      sequences.add(new TokenSequence(PROMPTS.get(row), generations.get(row).response()));
    }
    double divisor = temperature == 0 ? 1 : temperature;
    List<TokenLogProbs> evaluated = MODEL.logProbs(sequences, divisor, Monitor.none());
    for (int row = 0; row < PROMPTS.size(); row++) {
      for (int t = 0; t < evaluated.get(row).size(); t++) {
        double logged = generations.get(row).logProbs().get(t);
        double allowed = TOLERANCE * Math.max(1, Math.abs(logged));
        assertEquals(evaluated.get(row).get(t), logged, allowed, "row " + row + ", token " + t);
      }
    }
  }

  @Test
  void generate_stopToken_endsWithIt() {
    Generation free = generate(GenerationSettings.greedy(20)).get(0);
    int stop = free.response().get(4);
    GenerationSettings settings = new GenerationSettings(20, 0, 1, 0, Set.of(stop, 1), Set.of());
    Generation stopped = generate(settings).get(0);
    int first = free.response().stream().boxed().toList().indexOf(stop);
    assertEquals(FinishReason.FINISHED, stopped.finishReason());
    assertEquals(free.response().slice(0, first + 1), stopped.response());
    assertEquals(stopped.response().size(), stopped.logProbs().size());
  }

  @Test
  void generate_stopTokenAtTheLastPlace_isFinished() {
    Generation free = generate(GenerationSettings.greedy(20)).get(0);
    int stop = free.response().get(0);
    GenerationSettings settings = new GenerationSettings(1, 0, 1, 0, Set.of(stop), Set.of());
    assertEquals(FinishReason.FINISHED, generate(settings).get(0).finishReason());
  }

  @Test
  void generate_modelsOwnEnd_finishes() {
    // At a high temperature the end token, 2, comes up sooner or later.
    GenerationSettings hot = new GenerationSettings(116, 50, 1, 0, Set.of(), Set.of());
    List<TokenIds> many = Collections.nCopies(12, PROMPTS.get(0));
    List<Generation> finished =
        MODEL.generate(many, hot, 3, Monitor.none()).stream()
            .filter(generation -> generation.finishReason() == FinishReason.FINISHED)
            .toList();
    assertNotEquals(List.of(), finished);
    for (Generation generation : finished) {
      List<Integer> response = generation.response().stream().boxed().toList();
      assertEquals(response.size() - 1, response.indexOf(2));
    }
  }

  @Test
  void generate_mostNewTokens_isTruncatedThere() {
    for (int length : new int[] {1, 2, 17}) {
      Generation generation = generate(GenerationSettings.greedy(length)).get(0);
      assertEquals(length, generation.response().size());
      assertEquals(FinishReason.TRUNCATED, generation.finishReason());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 127})
  void generate_endOfContext_isTruncatedThere(int prompt) {
    List<TokenIds> prompts = List.of(TinyModels.tokens(9, prompt));
    Generation generation =
        MODEL.generate(prompts, GenerationSettings.greedy(1000), 7, Monitor.none()).get(0);
    assertEquals(FinishReason.TRUNCATED, generation.finishReason());
    assertEquals(TinyModels.CONTEXT - prompt, generation.response().size());
  }

  @Test
  void generate_fewTokensPerRun_isTheSame() {
    EngineSettings few = EngineSettings.defaults().withTokensPerRun(7);
    try (OnnxLanguageModel model = TinyModels.language(few)) {
      GenerationSettings settings = GenerationSettings.greedy(20);
      assertEquals(
          responses(generate(settings)),
          responses(model.generate(PROMPTS, settings, 7, Monitor.none())));
    }
  }
}

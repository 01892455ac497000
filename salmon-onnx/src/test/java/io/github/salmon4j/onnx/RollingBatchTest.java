package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More prompts than rows, of very different lengths, against one prompt at a time. */
class RollingBatchTest {

  private static final double TOLERANCE = 1e-5;

  private static final GenerationListener SILENT = GenerationListener.of(Monitor.none());

  private static final EngineSettings FOUR =
      EngineSettings.defaults().withThreads(1).withTokensPerRun(16).withRowsAtOnce(4);

  /** Half of the vocabulary would end a response, so lengths differ; 60 tokens at most. */
  private static final Set<Integer> STOPS = stops();

  private static Set<Integer> stops() {
    Set<Integer> stops = new HashSet<>();
    for (int id = 5; id < TinyModels.VOCABULARY; id += 17) {
      stops.add(id);
    }
    return stops;
  }

  /** How a model is opened. */
  private enum Opened {
    GROUPED {
      @Override
      OnnxLanguageModel with(EngineSettings settings) {
        return TinyModels.language(settings);
      }
    },
    ADAPTED {
      @Override
      OnnxLanguageModel with(EngineSettings settings) {
        Path base = Golden.folder("peft-seqcls/base");
        return OnnxLanguageModel.open(base, Golden.folder("peft-seqcls/adapter"), settings);
      }
    },
    WINDOWED {
      @Override
      OnnxLanguageModel with(EngineSettings settings) {
        return OnnxLanguageModel.open(Golden.folder("mistral"), settings);
      }
    },
    PLAIN {
      @Override
      OnnxLanguageModel with(EngineSettings settings) {
        return OnnxLanguageModel.open(Golden.folder("llama-tied-linear"), settings);
      }
    };

    abstract OnnxLanguageModel with(EngineSettings settings);
  }

  static Stream<Arguments> cases() {
    List<GenerationSettings> settings =
        List.of(
            new GenerationSettings(60, 0, 1, 0, STOPS, Set.of()),
            new GenerationSettings(60, 0.7, 1, 0, STOPS, Set.of()),
            new GenerationSettings(60, 1.3, 0.9, 50, STOPS, Set.of("e")));
    return Stream.of(Opened.values())
        .flatMap(opened -> settings.stream().map(one -> Arguments.of(opened, one)));
  }

  private static List<GenerationRequest> requests() {
    List<TokenIds> prompts = new ArrayList<>();
    for (int length : new int[] {1, 100, 3, 40, 17, 2, 127, 64, 16, 5, 80, 9, 1}) {
      prompts.add(TinyModels.tokens(length, length));
    }
    return GenerationRequest.each(prompts, 7);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generate_morePromptsThanRows_equalsOneAtATime(Opened opened, GenerationSettings settings) {
    List<GenerationRequest> requests = requests();
    Set<Integer> lengths = new HashSet<>();
    try (OnnxLanguageModel model = opened.with(FOUR);
        OnnxLanguageModel single = opened.with(FOUR.withRowsAtOnce(1))) {
      List<Generation> together = model.generate(requests, settings, SILENT);
      List<Generation> listed = single.generate(requests, settings, SILENT);
      for (int row = 0; row < requests.size(); row++) {
        Generation alone = model.generate(requests.subList(row, row + 1), settings, SILENT).get(0);
        assertSame(alone, together.get(row), "row " + row);
        assertEquals(alone, listed.get(row), "row " + row + " in a list, one at a time");
        lengths.add(alone.response().size());
      }
    }
    assertTrue(lengths.size() > 4, "lengths: " + lengths);
  }

  private static void assertSame(Generation expected, Generation found, String where) {
    assertEquals(expected.response(), found.response(), where);
    assertEquals(expected.finishReason(), found.finishReason(), where);
    assertClose(expected.logProbs(), found.logProbs(), where);
  }

  private static void assertClose(TokenLogProbs expected, TokenLogProbs found, String where) {
    for (int t = 0; t < expected.size(); t++) {
      double allowed = TOLERANCE * Math.max(1, Math.abs(expected.get(t)));
      assertEquals(expected.get(t), found.get(t), allowed, where + ", token " + t);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generate_morePromptsThanRows_logsWhatEvaluationFinds(
      Opened opened, GenerationSettings settings) {
    List<GenerationRequest> requests = requests();
    try (OnnxLanguageModel model = opened.with(FOUR)) {
      List<Generation> generations = model.generate(requests, settings, SILENT);
      List<TokenSequence> sequences = new ArrayList<>();
      for (int row = 0; row < requests.size(); row++) {
        TokenIds response = generations.get(row).response();
        sequences.add(new TokenSequence(requests.get(row).prompt(), response));
      }
      double temperature = settings.temperature() == 0 ? 1 : settings.temperature();
      List<TokenLogProbs> evaluated = model.logProbs(sequences, temperature, Monitor.none());
      for (int row = 0; row < requests.size(); row++) {
        assertClose(evaluated.get(row), generations.get(row).logProbs(), "row " + row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generate_twice_isTheSameBits(Opened opened, GenerationSettings settings) {
    try (OnnxLanguageModel model = opened.with(FOUR)) {
      assertEquals(
          model.generate(requests(), settings, SILENT),
          model.generate(requests(), settings, SILENT));
    }
  }
}

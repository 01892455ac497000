package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sequence's numbers do not depend on its company: batches, pieces, shared beginnings. */
class BatchingEquivalenceTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);

  private static LlamaModel scoring(EngineSettings settings) {
    return LlamaModel.scoring(Models.checkpoint("llama-seqcls"), LoraAdapter.none(), settings);
  }

  private static LlamaModel language(String name, EngineSettings settings) {
    return LlamaModel.language(Models.checkpoint(name), LoraAdapter.none(), settings);
  }

  /** Lengths that pack into batches unevenly. */
  private static List<TokenIds> unrelated() {
    return new Random(1)
        .ints(12, 1, 90)
        .mapToObj(length -> Models.tokens(100 + length, length))
        .toList();
  }

  /**
   * Long and short tails behind one beginning, that beginning itself, twice, and a stranger;
   * together behind it they are longer than the context of 256 tokens.
   */
  private static List<TokenIds> related() {
    TokenIds beginning = Models.tokens(1, 40);
    List<TokenIds> sequences = new ArrayList<>();
    for (int length : new int[] {5, 1, 30, 0, 150, 90, 5, 12, 0}) {
      TokenIds tail = Models.tokens(200 + length, length);
      sequences.add(TokenIds.concat(List.of(beginning, tail)));
    }
    sequences.add(beginning.slice(0, 20));
    sequences.add(Models.tokens(2, 33));
    sequences.add(sequences.get(2));
    return sequences;
  }

  private static float[] alone(LlamaModel model, List<TokenIds> sequences) {
    float[] scores = new float[sequences.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = model.scores(List.of(sequences.get(i)), Monitor.none())[0];
    }
    return scores;
  }

  @Test
  void scores_batch_equalsEachAlone() {
    try (LlamaModel model = scoring(SETTINGS)) {
      Closeness.assertSame(alone(model, unrelated()), model.scores(unrelated(), Monitor.none()));
    }
  }

  @Test
  void scores_sharedBeginnings_equalEachAlone() {
    try (LlamaModel model = scoring(SETTINGS)) {
      Closeness.assertSame(alone(model, related()), model.scores(related(), Monitor.none()));
    }
  }

  @Test
  void scores_anyOrder_belongToTheirSequences() {
    List<TokenIds> sequences = new ArrayList<>(unrelated());
    sequences.addAll(related());
    try (LlamaModel model = scoring(SETTINGS)) {
      float[] expected = model.scores(sequences, Monitor.none());
      List<Integer> order = new ArrayList<>(IntStream.range(0, sequences.size()).boxed().toList());
      Collections.shuffle(order, new Random(3));
      float[] found = model.scores(order.stream().map(sequences::get).toList(), Monitor.none());
      float[] sorted = new float[found.length];
      for (int i = 0; i < sorted.length; i++) {
        sorted[order.get(i)] = found[i];
      }
      Closeness.assertSame(expected, sorted);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void scores_fewTokensPerRun_equalManyPerRun(int tokensPerRun) {
    List<TokenIds> sequences = new ArrayList<>(unrelated());
    sequences.addAll(related());
    try (LlamaModel many = scoring(SETTINGS);
        LlamaModel few = scoring(SETTINGS.withTokensPerRun(tokensPerRun))) {
      Closeness.assertSame(
          many.scores(sequences, Monitor.none()), few.scores(sequences, Monitor.none()));
    }
  }

  @Test
  void scores_packedWeights_equalMappedOnes() {
    try (LlamaModel mapped = scoring(SETTINGS);
        LlamaModel packed = scoring(SETTINGS.withPacking(WeightPacking.PACKED))) {
      Closeness.assertSame(
          mapped.scores(related(), Monitor.none()), packed.scores(related(), Monitor.none()));
    }
  }

  @Test
  void scores_manyThreadsPerRun_equalOne() {
    try (LlamaModel one = scoring(SETTINGS);
        LlamaModel many = scoring(SETTINGS.withThreads(3))) {
      Closeness.assertSame(
          one.scores(unrelated(), Monitor.none()), many.scores(unrelated(), Monitor.none()));
    }
  }

  /** Responses of all lengths to prompts that are shared, alone, or no longer than one token. */
  private static List<TokenSequence> responses() {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int length : new int[] {0, 1, 3, 25, 0, 25}) {
      sequences.add(new TokenSequence(Models.tokens(1, 30), Models.tokens(300 + length, length)));
    }
    sequences.add(new TokenSequence(Models.tokens(4, 1), Models.tokens(5, 60)));
    sequences.add(new TokenSequence(Models.tokens(1, 30).slice(0, 18), Models.tokens(6, 9)));
    sequences.add(sequences.get(3));
    return sequences;
  }

  private static List<float[]> logProbsAlone(LlamaModel model, double temperature) {
    return responses().stream()
        .map(sequence -> model.logProbs(List.of(sequence), temperature, Monitor.none()).get(0))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "llama-tied-linear", "peft-seqcls/base"})
  void logProbs_company_equalEachAlone(String name) {
    try (LlamaModel model = language(name, SETTINGS)) {
      List<float[]> found = model.logProbs(responses(), 0.7, Monitor.none());
      Closeness.assertSame(logProbsAlone(model, 0.7), found);
      List<Integer> lengths = responses().stream().map(s -> s.response().size()).toList();
      assertEquals(lengths, found.stream().map(values -> values.length).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "llama-tied-linear"})
  void logProbs_readsAcrossPieces_equalOnePiece(String name) {
    try (LlamaModel whole = language(name, SETTINGS);
        LlamaModel pieces = language(name, SETTINGS.withTokensPerRun(7))) {
      Closeness.assertSame(
          whole.logProbs(responses(), 1, Monitor.none()),
          pieces.logProbs(responses(), 1, Monitor.none()));
    }
  }

  @Test
  void decoder_tokenByToken_equalsTheWholeSequence() {
    TokenIds tokens = Models.tokens(8, 30);
    try (LlamaModel model = language("mistral", SETTINGS.withTokensPerRun(7))) {
      TokenSequence sequence = new TokenSequence(tokens.slice(0, 12), tokens.slice(12, 30));
      float[] expected = model.logProbs(List.of(sequence), 1, Monitor.none()).get(0);
      float[] found = new float[expected.length];
      try (Decoder decoder = model.decoder(1, Monitor.none())) {
        decoder.open(0, sequence.prompt());
        for (int t = 0; t < found.length; t++) {
          found[t] = logSoftmax(decoder.logits(0), sequence.response().get(t));
          assertEquals(12 + t, decoder.length(0));
          decoder.append(sequence.response().get(t));
        }
      }
      Closeness.assertSame(expected, found);
    }
  }

  private static float logSoftmax(float[] logits, int token) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return (float) (logits[token] - Math.log(sum));
  }

  @Test
  void scores_nothing_isNothing() {
    try (LlamaModel model = scoring(SETTINGS)) {
      assertEquals(0, model.scores(List.of(), Monitor.none()).length);
    }
  }
}

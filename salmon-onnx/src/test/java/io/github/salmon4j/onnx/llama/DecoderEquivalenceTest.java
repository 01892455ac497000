package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences continued side by side, with caches, against each computed whole, without. */
class DecoderEquivalenceTest {

  private static final EngineSettings ONE_THREAD = EngineSettings.defaults().withThreads(1);

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("peft-seqcls/base", "none", AttentionForm.FUSED), // 4 heads on 2
        Arguments.of("peft-seqcls/base", "none", AttentionForm.PLAIN),
        Arguments.of("peft-seqcls/base", "adapter", AttentionForm.FUSED),
        Arguments.of("peft-seqcls/base", "adapter", AttentionForm.PLAIN),
        Arguments.of("mistral", "none", AttentionForm.FUSED), // sees 8 tokens back
        Arguments.of("mistral", "none", AttentionForm.PLAIN),
        Arguments.of("llama-tied-linear", "none", AttentionForm.PLAIN)); // heads 8 wide
  }

  private static LlamaSession session(String name, String adapter, AttentionForm form) {
    Checkpoint checkpoint = Models.checkpoint(name);
    Overlay overlay =
        Overlay.of(adapter.equals("none") ? Map.of() : Models.adapter(adapter).factors());
    return LlamaSession.open(
        checkpoint,
        new LlamaGraph.Blueprint(checkpoint.config(), overlay.updates(), Head.VOCABULARY, form),
        overlay.tensors(),
        ONE_THREAD);
  }

  /** {@return log-probability of each token but the first, given those before it} */
  private static float[] whole(LlamaSession session, TokenIds tokens) {
    int[] reads = IntStream.range(0, tokens.size() - 1).toArray();
    int[] targets = tokens.slice(1, tokens.size()).toArray();
    try (HeadReader reader = HeadReader.logProbs(session, 1)) {
      Query query = new Query(tokens.toArray(), reads, targets);
      return reader.read(TokenRun.of(List.of(query)), PrefixCache.empty());
    }
  }

  /** A given sequence on its way through a decoder: what it found of each token it predicted. */
  private static final class Given {

    private final TokenIds tokens;
    private final int prompt;
    private final List<Float> found = new ArrayList<>();

    Given(int seed, int prompt, int size) {
      this.tokens = Models.tokens(seed, size);
      this.prompt = prompt;
    }

    int next() {
      return tokens.get(prompt + found.size());
    }

    boolean isWhole() {
      return prompt + found.size() == tokens.size();
    }

    void read(float[] logits) {
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      found.add((float) (logits[next()] - Math.log(sum)));
    }

    void assertEqualTo(float[] whole) {
      float[] values = new float[found.size()];
      for (int t = 0; t < values.length; t++) {
        values[t] = found.get(t);
      }
      float[] expected = new float[values.length];
      System.arraycopy(whole, prompt - 1, expected, 0, expected.length);
      Closeness.assertSame(expected, values);
    }
  }

  /** Lengths that differ much, that end together and apart, and that outgrow 64 tokens. */
  private static List<Given> given() {
    return List.of(
        new Given(1, 1, 128),
        new Given(2, 70, 74),
        new Given(3, 3, 8),
        new Given(4, 33, 34),
        new Given(5, 1, 30),
        new Given(6, 120, 128),
        new Given(7, 9, 14),
        new Given(8, 64, 66),
        new Given(9, 2, 12));
  }

  /** Reads a row, and a next one in its place for as long as there is one. */
  private static void roll(Decoder decoder, List<Given> all) {
    List<Given> open = new ArrayList<>();
    int next = 0;
    while (open.size() < decoder.slots()) {
      decoder.open(open.size(), all.get(next).tokens.slice(0, all.get(next).prompt));
      open.add(all.get(next));
      next++;
    }
    while (!open.isEmpty()) {
      int[] tokens = open.stream().mapToInt(Given::next).toArray();
      for (int row = open.size() - 1; row >= 0; row--) {
        assertEquals(open.get(row).prompt + open.get(row).found.size(), decoder.length(row));
        open.get(row).read(decoder.logits(row));
      }
      decoder.append(tokens);
      for (int row = open.size() - 1; row >= 0; row--) {
        if (open.get(row).isWhole() && next < all.size()) {
          open.set(row, all.get(next));
          decoder.open(row, all.get(next).tokens.slice(0, all.get(next).prompt));
          next++;
        } else if (open.get(row).isWhole()) {
          decoder.drop(row);
          Given last = open.remove(open.size() - 1);
          if (row < open.size()) {
            open.set(row, last);
          }
        }
      }
    }
    assertEquals(0, decoder.rows());
    assertEquals(all.size(), next);
  }

  @ParameterizedTest
  @MethodSource("models")
  void decoder_rowsComingAndGoing_equalWholeSequences(
      String name, String adapter, AttentionForm form) {
    try (LlamaSession session = session(name, adapter, form)) {
      for (int slots : new int[] {1, 3, 9}) {
        List<Given> all = given();
        try (Decoder decoder = new Decoder(session, slots, 7, Monitor.none())) {
          roll(decoder, all);
        }
        all.forEach(one -> one.assertEqualTo(whole(session, one.tokens)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void open_prompt_isTheSameBitsWhateverStandsBeside(
      String name, String adapter, AttentionForm form) {
    TokenIds prompt = Models.tokens(1, 20);
    try (LlamaSession session = session(name, adapter, form);
        Decoder alone = new Decoder(session, 1, 7, Monitor.none());
        Decoder second = new Decoder(session, 2, 7, Monitor.none())) {
      alone.open(0, prompt);
      second.open(0, Models.tokens(2, 90));
      second.append(5);
      second.open(1, prompt);
      assertArrayEquals(alone.logits(0), second.logits(1));
    }
  }

  /** Counts the runs of a model. */
  private static final class Counter implements Monitor {

    private int count;

    @Override
    public void progressed(long done, long total) {}

    @Override
    public boolean isCancelled() {
      count++;
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void open_promptOfAnOpenRow_isNotComputedAgainAndGoesOnAsIfItWere(
      String name, String adapter, AttentionForm form) {
    TokenIds prompt = Models.tokens(1, 20);
    Counter runs = new Counter();
    try (LlamaSession session = session(name, adapter, form);
        Decoder alone = new Decoder(session, 1, 7, Monitor.none());
        Decoder decoder = new Decoder(session, 3, 7, runs)) {
      alone.open(0, prompt);
      float[] first = alone.logits(0);
      alone.append(9);
      decoder.open(0, Models.tokens(2, 5));
      decoder.open(1, prompt);
      assertEquals(1 + 3, runs.count);
      decoder.append(7, 8);
      decoder.append(7, 8);
      decoder.open(2, prompt);
      decoder.open(1, prompt);
      assertEquals(1 + 3 + 2, runs.count);
      assertArrayEquals(first, decoder.logits(2));
      assertArrayEquals(first, decoder.logits(1));
      decoder.append(3, 9, 9);
      Closeness.assertSame(alone.logits(0), decoder.logits(1));
      Closeness.assertSame(alone.logits(0), decoder.logits(2));
      decoder.drop(0);
      decoder.open(0, prompt);
      assertArrayEquals(first, decoder.logits(0));
      assertEquals(7, runs.count);
    }
  }

  @Test
  void append_notOneTokenForEachRow_isRefused() {
    try (LlamaSession session = session("mistral", "none", AttentionForm.FUSED);
        Decoder decoder = new Decoder(session, 3, 7, Monitor.none())) {
      decoder.open(0, Models.tokens(1, 4));
      decoder.open(1, Models.tokens(2, 2));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> decoder.append(3));
      assertEquals("tokens: expected one for each of 2 rows, found 1", e.getMessage());
    }
  }

  @Test
  void append_rowAtTheEndOfTheContext_isRefused() {
    try (LlamaSession session = session("mistral", "none", AttentionForm.FUSED);
        Decoder decoder = new Decoder(session, 1, 200, Monitor.none())) {
      decoder.open(0, Models.tokens(1, 127));
      decoder.append(3);
      IllegalStateException e = assertThrows(IllegalStateException.class, () -> decoder.append(3));
      assertEquals(
          "tokens of a row: expected room for one more, found all 128 places taken",
          e.getMessage());
    }
  }

  @Test
  void open_rowOutOfOrder_isRefused() {
    try (LlamaSession session = session("mistral", "none", AttentionForm.FUSED);
        Decoder decoder = new Decoder(session, 2, 7, Monitor.none())) {
      TokenIds prompt = Models.tokens(1, 4);
      assertThrows(IndexOutOfBoundsException.class, () -> decoder.open(1, prompt));
      decoder.open(0, prompt);
      decoder.open(1, prompt);
      assertThrows(IndexOutOfBoundsException.class, () -> decoder.open(2, prompt));
      assertThrows(IndexOutOfBoundsException.class, () -> decoder.logits(2));
      assertThrows(IndexOutOfBoundsException.class, () -> decoder.drop(2));
    }
  }

  @Test
  void open_cancelledWithinAPrompt_stopsBeforeTheNextRun() {
    int[] asked = {0};
    Monitor third =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            asked[0]++;
            return asked[0] == 3;
          }
        };
    try (LlamaSession session = session("mistral", "none", AttentionForm.FUSED);
        Decoder decoder = new Decoder(session, 1, 7, third)) {
      TokenIds prompt = Models.tokens(1, 50);
      assertThrows(CancellationException.class, () -> decoder.open(0, prompt));
      assertEquals(3, asked[0]);
    }
  }
}

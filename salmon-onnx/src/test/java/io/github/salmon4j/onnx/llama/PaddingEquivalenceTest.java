package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sequence's numbers do not depend on where in a run its tokens stand. */
class PaddingEquivalenceTest {

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("llama-seqcls", AttentionForm.FUSED),
        Arguments.of("llama-seqcls", AttentionForm.PLAIN),
        Arguments.of("mistral", AttentionForm.FUSED),
        Arguments.of("llama-tied-linear", AttentionForm.PLAIN));
  }

  private static List<TokenIds> sequences() {
    return List.of(
        Models.tokens(1, 30), Models.tokens(2, 1), Models.tokens(3, 12), Models.tokens(4, 29));
  }

  private static List<Tail> tails(List<TokenIds> sequences) {
    return sequences.stream().map(Runs::everywhere).toList();
  }

  private static float[] alone(Runs runs, List<TokenIds> sequences) {
    int size = sequences.stream().mapToInt(TokenIds::size).sum();
    float[] all = new float[size];
    int at = 0;
    for (TokenIds tokens : sequences) {
      System.arraycopy(runs.alone(tokens), 0, all, at, tokens.size());
      at += tokens.size();
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("models")
  void scores_rowsPaddedOnEitherSide_equalEachAlone(String name, AttentionForm form) {
    try (Runs runs = Runs.scores(name, Map.of(), form)) {
      float[] expected = alone(runs, sequences());
      for (Padding padding : Padding.values()) {
        TokenRun run = TokenRun.rows(tails(sequences()), padding);
        Closeness.assertSame(expected, runs.read(run, PrefixCache.empty()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void scores_oneBehindTheOtherInOneRow_equalEachAlone(String name, AttentionForm form) {
    try (Runs runs = Runs.scores(name, Map.of(), form)) {
      TokenRun run = TokenRun.packed(tails(sequences()), 0);
      Closeness.assertSame(alone(runs, sequences()), runs.read(run, PrefixCache.empty()));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void scores_tailsBehindACache_equalWholeSequences(String name, AttentionForm form) {
    TokenIds prefix = Models.tokens(5, 40);
    try (Runs runs = Runs.scores(name, Map.of(), form);
        PrefixCache cache = runs.cacheOf(prefix)) {
      List<Float> expected = new ArrayList<>();
      for (TokenIds tail : sequences()) {
        float[] whole = runs.alone(TokenIds.concat(List.of(prefix, tail)));
        for (int i = prefix.size(); i < whole.length; i++) {
          expected.add(whole[i]);
        }
      }
      TokenRun run = TokenRun.packed(tails(sequences()), prefix.size());
      Closeness.assertSame(floats(expected), runs.read(run, cache));
    }
  }

  /** A later token must not reach an earlier one: causality, seen from outside. */
  @ParameterizedTest
  @MethodSource("models")
  void scores_laterTokensChanged_stayAsTheyWere(String name, AttentionForm form) {
    int[] ids = Models.tokens(6, 24).toArray();
    try (Runs runs = Runs.scores(name, Map.of(), form)) {
      float[] before = runs.alone(TokenIds.of(ids));
      ids[20] = (ids[20] + 1) % Models.VOCABULARY;
      float[] after = runs.alone(TokenIds.of(ids));
      assertArrayEquals(Arrays.copyOf(before, 20), Arrays.copyOf(after, 20));
      assertNotEquals(before[20], after[20]);
    }
  }

  @Test
  void scores_sameCacheUsedTwice_areTheSame() {
    TokenRun run = TokenRun.packed(tails(sequences()), 40);
    try (Runs runs = Runs.scores("mistral", Map.of(), AttentionForm.FUSED);
        PrefixCache cache = runs.cacheOf(Models.tokens(5, 40))) {
      assertArrayEquals(runs.read(run, cache), runs.read(run, cache));
    }
  }

  @Test
  void scores_adapterOfZeroB_equalTheBase(@TempDir Path folder) throws IOException {
    Path zeros = Files.write(folder.resolve("zeros"), new byte[96 * 4 * Float.BYTES]);
    Map<Site, Factors> factors = new HashMap<>();
    Models.adapter("adapter")
        .factors()
        .forEach((site, f) -> factors.put(site, new Factors(f.a(), zero(f.b(), zeros), f.scale())));
    try (Runs base = Runs.scores("peft-seqcls/base", Map.of(), AttentionForm.FUSED);
        Runs adapted = Runs.scores("peft-seqcls/base", factors, AttentionForm.FUSED)) {
      TokenIds tokens = Models.tokens(7, 30);
      Closeness.assertSame(base.alone(tokens), adapted.alone(tokens));
    }
  }

  private static TensorEntry zero(TensorEntry b, Path zeros) {
    return new TensorEntry(b.name(), b.type(), b.shape(), zeros, 0, b.byteLength());
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}

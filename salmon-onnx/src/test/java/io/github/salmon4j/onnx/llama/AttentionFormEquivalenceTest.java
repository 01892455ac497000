package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Factors;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import io.github.salmon4j.onnx.runtime.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fused operator against the same attention from single operators, token by token. */
class AttentionFormEquivalenceTest {

  private static Runs fused(String name) {
    return Runs.scores(name, Map.of(), AttentionForm.FUSED);
  }

  private static Runs plain(String name) {
    return Runs.scores(name, Map.of(), AttentionForm.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-seqcls", "mistral", "peft-seqcls/base"})
  void scores_wholeSequence_areTheSameInBothForms(String name) {
    try (Runs fused = fused(name);
        Runs plain = plain(name)) {
      for (int length : new int[] {1, 2, 7, 60, 128}) {
        TokenIds tokens = Models.tokens(length, length);
        Closeness.assertSame(plain.alone(tokens), fused.alone(tokens));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-seqcls", "mistral"})
  void scores_packedTailsBehindACache_areTheSameInBothForms(String name) {
    List<Tail> tails =
        List.of(
            Runs.everywhere(Models.tokens(1, 5)),
            Runs.everywhere(Models.tokens(2, 1)),
            Runs.everywhere(Models.tokens(3, 11)));
    TokenIds prefix = Models.tokens(4, 33);
    try (Runs fused = fused(name);
        Runs plain = plain(name);
        PrefixCache fusedCache = fused.cacheOf(prefix);
        PrefixCache plainCache = plain.cacheOf(prefix)) {
      TokenRun run = TokenRun.packed(tails, prefix.size());
      Closeness.assertSame(plain.read(run, plainCache), fused.read(run, fusedCache));
      Closeness.assertSame(plain.read(run, plainCache), fused.read(run, plainCache));
    }
  }

  @ParameterizedTest
  @EnumSource(Padding.class)
  void scores_paddedRows_areTheSameInBothForms(Padding padding) {
    List<Tail> rows =
        List.of(
            Runs.everywhere(Models.tokens(1, 20)),
            Runs.everywhere(Models.tokens(2, 3)),
            Runs.everywhere(Models.tokens(3, 11)));
    TokenRun run = TokenRun.rows(rows, padding);
    try (Runs fused = fused("mistral");
        Runs plain = plain("mistral")) {
      Closeness.assertSame(
          plain.read(run, PrefixCache.empty()), fused.read(run, PrefixCache.empty()));
    }
  }

  @Test
  void scores_underAnAdapter_areTheSameInBothForms() {
    Map<Site, Factors> factors = Models.adapter("adapter").factors();
    try (Runs fused = Runs.scores("peft-seqcls/base", factors, AttentionForm.FUSED);
        Runs plain = Runs.scores("peft-seqcls/base", factors, AttentionForm.PLAIN)) {
      TokenIds tokens = Models.tokens(1, 50);
      Closeness.assertSame(plain.alone(tokens), fused.alone(tokens));
    }
  }

  @Test
  void fastestFor_widthAndDevice_fusesWhereTheOperatorWorks() {
    assertEquals(AttentionForm.FUSED, AttentionForm.fastestFor(16, Device.cpu()));
    assertEquals(AttentionForm.FUSED, AttentionForm.fastestFor(128, Device.cpu()));
    assertEquals(AttentionForm.PLAIN, AttentionForm.fastestFor(8, Device.cpu()));
    assertEquals(AttentionForm.PLAIN, AttentionForm.fastestFor(24, Device.cpu()));
    assertEquals(AttentionForm.PLAIN, AttentionForm.fastestFor(16, Device.cuda(0)));
  }
}

package io.github.salmon4j.onnx.llama;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Continues one sequence, a token at a time: the cache grows with every token that is appended. For
 * one thread. Close it when done; the model stays open.
 */
public final class Decoder implements AutoCloseable {

  private final LlamaSession session;
  private final Set<String> wanted;
  private final OnnxTensor temperature = Tensors.of(new float[] {1}, 1);
  private final OnnxTensor target = Tensors.of(new long[] {0}, 1);
  private PrefixCache cache = PrefixCache.empty();
  private float[] logits = new float[0];

  Decoder(LlamaSession session, TokenIds prompt, int tokensPerRun) {
    this.session = session;
    this.wanted = new HashSet<>(session.presentNames());
    wanted.add(HeadOutputs.LOGITS);
    try {
      for (int from = 0; from < prompt.size(); from += tokensPerRun) {
        advance(prompt.slice(from, Math.min(prompt.size(), from + tokensPerRun)).toArray());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** {@return the logits of the next token, [V]; valid until the next token is appended} */
  public float[] logits() {
    return logits;
  }

  /** {@return the number of tokens so far, prompt included} */
  public int length() {
    return cache.length();
  }

  /**
   * Appends a token and computes the logits of the one after it.
   *
   * @param token an id within the vocabulary
   */
  public void append(int token) {
    advance(token);
  }

  private void advance(int... tokens) {
    int last = tokens.length - 1;
    Tail tail = new Tail(tokens, new int[] {last}, new int[] {0});
    TokenRun run = TokenRun.packed(List.of(tail), cache.length());
    Map<String, OnnxTensor> head =
        Map.of(HeadOutputs.TEMPERATURE, temperature, HeadOutputs.TARGETS, target);
    Map<String, OnnxTensor> outputs = session.run(run, cache, head, wanted);
    try (OnnxTensor row = Objects.requireNonNull(outputs.get(HeadOutputs.LOGITS))) {
      FloatBuffer buffer = row.getFloatBuffer();
      logits = new float[buffer.remaining()];
      buffer.get(logits);
    }
    cache.close();
    cache = session.cacheOf(outputs, run);
  }

  @Override
  public void close() {
    cache.close();
    temperature.close();
    target.close();
  }
}

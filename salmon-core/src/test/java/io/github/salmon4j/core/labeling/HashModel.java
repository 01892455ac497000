package io.github.salmon4j.core.labeling;

import com.google.common.hash.Hashing;
import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose opinion is drawn from a hash of the prompt, and moved a little by the set of
 * prompts in the same call, as rounding moves that of a real model.
 */
class HashModel implements LanguageModel {

  final List<List<TokenIds>> calls = new ArrayList<>();
  int contextLength = 100_000;
  boolean mindsCompany = true;
  private boolean closed;

  @Override
  public Tokenizer tokenizer() {
    return new Utf8Tokenizer();
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  /** The log-probability of a candidate after a prompt, whatever the company. */
  static float alone(TokenIds prompt, int candidate) {
    return -8 * unit(31L * prompt.hashCode() + candidate);
  }

  private static float unit(long seed) {
    return (Hashing.murmur3_128().hashLong(seed).asLong() >>> 40) / (float) (1 << 24);
  }

  TokenLogProbs answer(TokenIds prompt, TokenIds candidates, float company) {
    float[] values = new float[candidates.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = alone(prompt, candidates.get(i)) - company * (i + 1);
    }
    return TokenLogProbs.of(values);
  }

  @Override
  public List<TokenLogProbs> nextLogProbs(
      List<TokenIds> prompts, TokenIds candidates, Monitor monitor) {
    if (closed) {
      throw new IllegalStateException("language model: expected an open one, found it closed");
    }
    calls.add(prompts);
    long all = prompts.stream().mapToLong(TokenIds::hashCode).sum();
    float company = mindsCompany ? 1e-3f * unit(all) : 0;
    List<TokenLogProbs> answers = new ArrayList<>();
    for (TokenIds prompt : prompts) {
      monitor.checkpoint(answers.size(), prompts.size());
      if (prompt.size() >= contextLength) {
        throw new IllegalArgumentException("prompt: too long, " + prompt.size());
      }
      answers.add(answer(prompt, candidates, company));
    }
    return answers;
  }

  @Override
  public List<Generation> generate(
      List<GenerationRequest> requests, GenerationSettings settings, GenerationListener listener) {
    throw new UnsupportedOperationException("a judge generates nothing");
  }

  @Override
  public List<TokenLogProbs> logProbs(
      List<TokenSequence> sequences, double temperature, Monitor monitor) {
    throw new UnsupportedOperationException("a judge reads next tokens only");
  }

  @Override
  public void close() {
    closed = true;
  }
}

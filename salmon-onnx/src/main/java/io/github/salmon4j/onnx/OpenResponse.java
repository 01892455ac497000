package io.github.salmon4j.onnx;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A response in the making: its tokens so far, and when it ends. */
final class OpenResponse {

  private final int index;
  private final GenerationRequest request;
  private final Ends ends;
  private final RandomGenerator random;
  private int[] tokens = new int[16];
  private float[] logProbs = new float[16];
  private int length;

  /**
   * When a response ends.
   *
   * @param tokens ids that end it
   * @param text strings that end it
   * @param limit the most tokens it may have
   */
  record Ends(Set<Integer> tokens, StopText text, int limit) {}

  /**
   * Starts without a token.
   *
   * @param index which of the call's requests it answers
   * @param request prompt and seed
   * @param ends when it ends
   */
  OpenResponse(int index, GenerationRequest request, Ends ends) {
    this.index = index;
    this.request = request;
    this.ends = ends;
    this.random = new SplittableRandom(request.seed());
  }

  int index() {
    return index;
  }

  TokenIds prompt() {
    return request.prompt();
  }

  RandomGenerator random() {
    return random;
  }

  int lastToken() {
    return tokens[length - 1];
  }

  /** {@return the whole response if this token was its last} */
  Optional<Generation> add(TokenChoice.Chosen chosen) {
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * length);
      logProbs = Arrays.copyOf(logProbs, 2 * length);
    }
    tokens[length] = chosen.token();
    logProbs[length] = chosen.logProb();
    length++;
    if (ends.tokens().contains(chosen.token()) || ends.text().completedBy(chosen.token())) {
      return Optional.of(generation(FinishReason.FINISHED));
    }
    return length == ends.limit()
        ? Optional.of(generation(FinishReason.TRUNCATED))
        : Optional.empty();
  }

  private Generation generation(FinishReason reason) {
    return new Generation(
        TokenIds.of(Arrays.copyOf(tokens, length)),
        TokenLogProbs.of(Arrays.copyOf(logProbs, length)),
        reason);
  }
}

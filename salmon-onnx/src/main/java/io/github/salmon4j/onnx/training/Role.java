package io.github.salmon4j.onnx.training;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Head;
import io.github.salmon4j.onnx.llama.Query;

/** What a model on a base puts out. */
enum Role {
  /** Log-probabilities of response tokens, [B, T]. */
  POLICY(Head.VOCABULARY),
  /** Scores at the last token, [B, 1]. */
  REWARD(Head.SCORE),
  /** Values before each response token, [B, T]. */
  VALUE(Head.SCORE);

  private final Head head;

  Role(Head head) {
    this.head = head;
  }

  Head head() {
    return head;
  }

  /** {@return what is read of a sequence} */
  Query query(TokenSequence sequence) {
    return this == REWARD ? Query.score(sequence.tokens()) : Query.logProbs(sequence);
  }

  /** {@return how many columns the outputs of these sequences have} */
  int columns(int responseLength) {
    return this == REWARD ? 1 : responseLength;
  }
}

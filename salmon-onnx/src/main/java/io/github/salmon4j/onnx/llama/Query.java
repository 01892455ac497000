package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sequence, and what is to be read from it.
 *
 * @param ids its tokens; not changed
 * @param reads indices of the tokens whose hidden states go into the head, ascending; a token may
 *     be read several times
 * @param targets for a vocabulary head, the token wanted at each read; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, never compared or changed
public record Query(int[] ids, int[] reads, int[] targets) {

  /** {@return a query for the score of a sequence, read at its last token} */
  public static Query score(TokenIds tokens) {
    return new Query(tokens.toArray(), new int[] {tokens.size() - 1}, new int[0]);
  }

  /** {@return a query for the log-probability of every token of a response} */
  public static Query logProbs(TokenSequence sequence) {
    int prompt = sequence.prompt().size();
    int[] reads = IntStream.range(prompt - 1, sequence.size() - 1).toArray();
    return new Query(sequence.tokens().toArray(), reads, sequence.response().toArray());
  }

  /** {@return a query for the log-probability of each candidate as the token after a prompt} */
  public static Query next(TokenIds prompt, TokenIds candidates) {
    int[] reads = new int[candidates.size()];
    Arrays.fill(reads, prompt.size() - 1);
    return new Query(prompt.toArray(), reads, candidates.toArray());
  }

  /** {@return a query that computes tokens but reads none} */
  public static Query nothing(int[] ids) {
    return new Query(ids, new int[0], new int[0]);
  }

  /** {@return the tokens from one index to before another, with what is read among them} */
  TokenRun.Tail piece(int from, int to) {
    int first = firstReadAt(from);
    int last = firstReadAt(to);
    int[] pieceTargets = targets.length == 0 ? targets : Arrays.copyOfRange(targets, first, last);
    return new TokenRun.Tail(
        Arrays.copyOfRange(ids, from, to),
        IntStream.range(first, last).map(i -> reads[i] - from).toArray(),
        pieceTargets);
  }

  /**
   * {@return how many leading tokens may be shared: those before the first that is read, and never
   * all, because a run computes at least one token}
   */
  int shareable() {
    return reads.length == 0 ? ids.length - 1 : reads[0];
  }

  private int firstReadAt(int token) {
    int i = 0;
    while (i < reads.length && reads[i] < token) {
      i++;
    }
    return i;
  }
}

package io.github.salmon4j.core.ppo;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sampled responses and what is known about each of their tokens before an update. All matrices are
 * [B, T]; what lies beyond a response's end does not count and may hold anything.
 *
 * @param sequences the B prompts and responses
 * @param logProbs log-probabilities under the policy that sampled, in nats
 * @param values estimates of the value model as it was then
 * @param advantages advantages, whitened or not
 * @param returns what the value model is to estimate
 */
public record Experience(
    TokenBatch sequences,
    FloatMatrix logProbs,
    FloatMatrix values,
    FloatMatrix advantages,
    FloatMatrix returns) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a shape differs from the mask's, or no response has a token
   * @throws io.github.salmon4j.training.NonFiniteException if an entry that counts is not finite
   */
  public Experience {
    ValidTokens mask = sequences.validTokens();
    mask.requireFinite("old log-probabilities", logProbs);
    mask.requireFinite("old values", values);
    mask.requireFinite("advantages", advantages);
    mask.requireFinite("returns", returns);
    if (mask.count() == 0) {
      throw new IllegalArgumentException("experience: expected response tokens, found none");
    }
  }

  /** {@return which tokens count, [B, T]} */
  public ValidTokens mask() {
    return sequences.validTokens();
  }

  /** {@return the number of responses, {@code B}} */
  public int rows() {
    return sequences.size();
  }

  /**
   * {@return some of the responses, cut to the longest of them}
   *
   * @param rows which, in the new order, each from 0 to {@code B - 1}; at least one with a token
   * @throws IllegalArgumentException if none has a token
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Experience select(int... rows) {
    TokenBatch chosen =
        new TokenBatch(Arrays.stream(rows).mapToObj(sequences.sequences()::get).toList());
    int width = chosen.responseLength();
    return new Experience(
        chosen,
        logProbs.select(rows, width),
        values.select(rows, width),
        advantages.select(rows, width),
        returns.select(rows, width));
  }

  /** {@return the rows that have a response token, ascending} */
  IntStream rowsWithTokens() {
    return IntStream.range(0, rows())
        .filter(b -> !sequences.sequences().get(b).response().isEmpty());
  }
}

package io.github.salmon4j.language;

import java.util.Arrays;

/**
 * Log-probabilities of tokens, in nats. Of the {@code T} tokens of one response: entry {@code t} is
 * that of response token {@code t} given everything before it. Of {@code T} candidates for one
 * place: entry {@code t} is that of candidate {@code t}. Immutable.
 */
public final class TokenLogProbs {

  private final float[] values;

  private TokenLogProbs(float[] values) {
    this.values = values;
  }

  /**
   * {@return these log-probabilities; the array is copied}
   *
   * @param values [T], each 0 or less, or NaN-free model output
   * @throws IllegalArgumentException if a value is NaN or above 0 by more than rounding
   */
  public static TokenLogProbs of(float... values) {
    for (int t = 0; t < values.length; t++) {
      if (!(values[t] <= 1e-3f)) {
        throw new IllegalArgumentException(
            "log-probability at " + t + ": expected 0 or less, found " + values[t]);
      }
    }
    return new TokenLogProbs(values.clone());
  }

  /** {@return the number of response tokens, {@code T}} */
  public int size() {
    return values.length;
  }

  /**
   * {@return the log-probability of a response token, in nats}
   *
   * @param t from 0 to {@code T - 1}
   */
  public float get(int t) {
    return values[t];
  }

  /** {@return the log-probability of the whole response, in nats, summed in double} */
  public double sum() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** {@return a copy of the values, [T]} */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenLogProbs that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}

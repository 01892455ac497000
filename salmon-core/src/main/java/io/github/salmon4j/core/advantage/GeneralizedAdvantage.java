package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Arrays;

/**
 * Generalized advantage estimation (Schulman et al. 2016, eq. 16, arXiv:1506.02438).
 *
 * <pre>
 *   delta[t] = r[t] + gamma V[t+1] - V[t]
 *   A[t]     = delta[t] + gamma lambda A[t+1]        R[t] = A[t] + V[t]
 * </pre>
 *
 * <p>Symbols, per row: {@code r} rewards; {@code V} values, entry t before token t is emitted;
 * {@code t + 1} the next token that counts, so that a gap in the mask is stepped over; beyond the
 * last one {@code V} and {@code A} are 0. Lambda 0 gives {@code delta}; lambda 1 gives the
 * discounted sum of rewards minus the value. TRL and the released SALMON code run the same
 * recursion over padding too. Costs O(B T).
 *
 * @param gamma discount per token, 0 to 1; 1 in SALMON, AlpacaFarm and TRL
 * @param lambda weight of longer looks ahead, 0 to 1: bias at 0, variance at 1; 1 in SALMON and
 *     AlpacaFarm, 0.95 in TRL and OpenAI's lm-human-preferences
 */
public record GeneralizedAdvantage(double gamma, double lambda) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GeneralizedAdvantage {
    Bounds.requireFraction("gamma", gamma);
    Bounds.requireFraction("lambda", lambda);
  }

  /**
   * {@return advantages and returns of a batch}
   *
   * @param rewards [B, T]
   * @param values [B, T]; entry t before token t is emitted
   * @param mask [B, T]; which tokens count
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if a number that counts or a result is
   *     not finite
   */
  public Advantages estimate(FloatMatrix rewards, FloatMatrix values, ValidTokens mask) {
    mask.requireFinite("rewards", rewards);
    mask.requireFinite("values", values);
    int columns = mask.columns();
    float[] advantages = new float[mask.rows() * columns];
    float[] returns = new float[advantages.length];
    Row row = new Row(columns);
    Arrays.fill(row.discounts, gamma);
    for (int b = 0; b < mask.rows(); b++) {
      row.gather(rewards, values, mask, b);
      row.estimate(lambda);
      for (int i = 0; i < row.length; i++) {
        int entry = b * columns + row.columns[i];
        advantages[entry] = (float) row.advantages[i];
        returns[entry] = (float) (row.advantages[i] + row.values[i]);
      }
    }
    return new Advantages(finite("advantages", advantages, mask), finite("returns", returns, mask));
  }

  private static FloatMatrix finite(String what, float[] entries, ValidTokens mask) {
    FloatMatrix matrix = FloatMatrix.of(mask.rows(), mask.columns(), entries);
    mask.requireFinite(what, matrix);
    return matrix;
  }

  /** The tokens of one row that count, side by side, in buffers used for row after row. */
  static final class Row {

    final double[] rewards;
    final double[] discounts;

    /** One more than there are tokens: the last is the value beyond the end. */
    final double[] values;

    final double[] advantages;
    private final int[] columns;
    int length;

    Row(int capacity) {
      rewards = new double[capacity];
      discounts = new double[capacity];
      values = new double[capacity + 1];
      advantages = new double[capacity];
      columns = new int[capacity];
    }

    private void gather(FloatMatrix reward, FloatMatrix value, ValidTokens mask, int b) {
      length = 0;
      for (int t = 0; t < mask.columns(); t++) {
        if (mask.counts(b, t)) {
          columns[length] = t;
          rewards[length] = reward.get(b, t);
          values[length++] = value.get(b, t);
        }
      }
      values[length] = 0;
    }

    /** The recursion, backward from the end. */
    void estimate(double lambda) {
      double next = 0;
      for (int t = length - 1; t >= 0; t--) {
        double delta = rewards[t] + discounts[t] * values[t + 1] - values[t];
        next = delta + discounts[t] * lambda * next;
        advantages[t] = next;
      }
    }
  }
}

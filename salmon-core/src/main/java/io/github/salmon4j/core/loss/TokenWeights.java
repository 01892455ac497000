package io.github.salmon4j.core.loss;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.Objects;

/**
 * What each token's term weighs in a loss, [B, T]; exactly 0 where a token does not count.
 * Immutable.
 *
 * <p>Made from a whole batch by {@link Aggregation#weights} or {@link #proportionalTo}, then {@link
 * #select selected} for the rows of a minibatch or micro-batch.
 */
public final class TokenWeights {

  private final ValidTokens mask;
  private final double[] weights;

  private TokenWeights(ValidTokens mask, double[] weights) {
    this.mask = mask;
    this.weights = weights;
  }

  /** Every token of row b that counts weighs {@code perRow[b]}. */
  static TokenWeights ofRows(ValidTokens mask, double[] perRow) {
    double[] weights = new double[mask.rows() * mask.columns()];
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        weights[b * mask.columns() + t] = mask.counts(b, t) ? perRow[b] : 0;
      }
    }
    return new TokenWeights(mask, weights);
  }

  /**
   * {@return weights in these proportions, scaled to sum to 1}
   *
   * @param mask [B, T]; which tokens count
   * @param importance [B, T]; 0 or more and finite where tokens count; anything elsewhere
   * @throws IllegalArgumentException if the shapes differ, a number is negative, or all that count
   *     are 0
   * @throws io.github.salmon4j.training.NonFiniteException if one that counts is not finite
   */
  public static TokenWeights proportionalTo(ValidTokens mask, FloatMatrix importance) {
    mask.requireFinite("importance", importance);
    double[] weights = new double[mask.rows() * mask.columns()];
    double sum = 0;
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        double weight = mask.counts(b, t) ? importance.get(b, t) : 0;
        if (weight < 0) {
          throw new IllegalArgumentException(
              "importance[" + b + ", " + t + "]: expected 0 or more, found " + weight);
        }
        weights[b * mask.columns() + t] = weight;
        sum += weight;
      }
    }
    if (mask.count() > 0 && sum == 0) {
      throw new IllegalArgumentException("importance: expected a token above 0, found none");
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] == 0 ? 0 : weights[i] / sum;
    }
    return new TokenWeights(mask, weights);
  }

  /** {@return which tokens count, [B, T]} */
  public ValidTokens mask() {
    return mask;
  }

  /**
   * {@return the weight of a token}
   *
   * @param row from 0 to {@code B - 1}
   * @param column from 0 to {@code T - 1}
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public double get(int row, int column) {
    Objects.checkIndex(column, mask.columns());
    return weights[Objects.checkIndex(row, mask.rows()) * mask.columns() + column];
  }

  /**
   * {@return the weights of some of the rows, unchanged, cut to the first columns}
   *
   * @param chosen rows in the new order, each from 0 to {@code B - 1}
   * @param width columns to keep, 0 to {@code T}; what is cut away should not count
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public TokenWeights select(int[] chosen, int width) {
    ValidTokens selected = mask.select(chosen, width);
    double[] rows = new double[chosen.length * width];
    for (int b = 0; b < chosen.length; b++) {
      System.arraycopy(weights, chosen[b] * mask.columns(), rows, b * width, width);
    }
    return new TokenWeights(selected, rows);
  }

  @Override
  public String toString() {
    return "float64[" + mask.rows() + ", " + mask.columns() + "] over " + mask;
  }
}

package io.github.salmon4j.core.loss;

import io.github.salmon4j.training.FloatMatrix;
import java.util.Objects;

/**
 * A loss and the way it falls.
 *
 * @param value the loss
 * @param gradient derivative of the loss with respect to the model's outputs, in their shape; 0
 *     where an output does not count
 */
public record Loss(double value, FloatMatrix gradient) {

  /** Checks that nothing is null. */
  public Loss {
    Objects.requireNonNull(gradient, "gradient");
  }

  /**
   * {@return the sum of two losses of the same outputs}
   *
   * @param other the other loss
   * @throws IllegalArgumentException if the gradients' shapes differ
   */
  public Loss plus(Loss other) {
    if (gradient.rows() != other.gradient.rows()
        || gradient.columns() != other.gradient.columns()) {
      throw new IllegalArgumentException(
          "gradient: expected " + gradient + ", found " + other.gradient);
    }
    float[] sum = gradient.toArray();
    float[] added = other.gradient.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += added[i];
    }
    return new Loss(value + other.value, FloatMatrix.of(gradient.rows(), gradient.columns(), sum));
  }
}

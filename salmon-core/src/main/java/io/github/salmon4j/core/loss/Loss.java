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
}

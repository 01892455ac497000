package io.github.salmon4j.core.optimizer;

import io.github.salmon4j.training.Parameter;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The length of the gradient of all parameters taken as one vector, and a limit on it.
 *
 * <pre>
 *   norm = sqrt(sum over parameters and entries of g^2)
 *   g = g * min(1, max / (norm + 1e-6))
 * </pre>
 *
 * <p>Source: Pascanu et al. 2013, algorithm 1, arXiv:1211.5063; the 1e-6 is PyTorch's {@code
 * clip_grad_norm_}, which every trainer here calls. Squares are summed, and gradients scaled, in
 * double; PyTorch does both in float.
 *
 * <p>Parameters of several models that are clipped as one go into one list: the released SALMON
 * code clips those of policy and value model together.
 */
public final class GradientNorm {

  private static final double MARGIN = 1e-6;
  private static final int BLOCK = 4096;

  private GradientNorm() {}

  /**
   * {@return the norm, 0 for no parameters}
   *
   * @param parameters whose gradients
   * @throws ArithmeticException if an entry is NaN or infinite; names the first one
   */
  public static double l2(List<? extends Parameter> parameters) {
    float[] block = new float[BLOCK];
    double sum = 0;
    for (Parameter parameter : parameters) {
      double squares = squares(parameter.gradient(), block);
      if (!Double.isFinite(squares)) {
        throw nonFinite(parameter);
      }
      sum += squares;
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales all gradients by one factor if together they are longer than the limit; else leaves them
   * as they are, bit for bit.
   *
   * <p>Afterwards the norm is at most {@code max}, up to the rounding of entries to float.
   *
   * @param parameters whose gradients
   * @param max the limit, positive and finite; 1.0 in SALMON's PPO (paper and released code), 0.3
   *     in its reward-model training (released code), 1.0 in TRL
   * @return the norm before
   * @throws IllegalArgumentException if the limit is not positive and finite
   * @throws ArithmeticException if an entry is NaN or infinite; names the first one, and no
   *     gradient has changed
   */
  public static double clipInPlace(List<? extends Parameter> parameters, double max) {
    if (!(max > 0) || Double.isInfinite(max)) {
      throw new IllegalArgumentException(
          "maximal gradient norm: expected a finite number above 0, found " + max);
    }
    double norm = l2(parameters);
    double factor = max / (norm + MARGIN);
    if (factor < 1) {
      for (Parameter parameter : parameters) {
        scale(parameter.gradient(), factor);
      }
    }
    return norm;
  }

  /** A sum over each block first: faster, and it rounds less than one long sum. */
  private static double squares(FloatBuffer gradient, float[] block) {
    double sum = 0;
    for (int from = 0; from < gradient.limit(); from += BLOCK) {
      int count = Math.min(BLOCK, gradient.limit() - from);
      gradient.get(from, block, 0, count);
      double part = 0;
      for (int i = 0; i < count; i++) {
        part += (double) block[i] * block[i];
      }
      sum += part;
    }
    return sum;
  }

  private static void scale(FloatBuffer gradient, double factor) {
    for (int i = 0; i < gradient.limit(); i++) {
      gradient.put(i, (float) (gradient.get(i) * factor));
    }
  }

  private static ArithmeticException nonFinite(Parameter parameter) {
    FloatBuffer gradient = parameter.gradient();
    int i = 0;
    while (Float.isFinite(gradient.get(i))) {
      i++;
    }
    return new ArithmeticException(
        "gradient of %s[%d]: expected a finite number, found %s"
            .formatted(parameter.name(), i, gradient.get(i)));
  }
}

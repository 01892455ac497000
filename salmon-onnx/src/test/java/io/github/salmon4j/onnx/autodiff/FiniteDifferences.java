package io.github.salmon4j.onnx.autodiff;

import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Derivatives of a float64 model by differences, to hold gradients against. */
public final class FiniteDifferences {

  /** Error h⁴ f⁽⁵⁾ / 30, rounding 1e-16 / h: both near 1e-13 for functions of order 1. */
  private static final double STEP = 1e-3;

  private FiniteDifferences() {}

  /**
   * {@return the derivative of a number with respect to one element of one input: central
   * differences of fourth order, (8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h}
   */
  public static double derivative(
      NumericModel model,
      Map<String, Feed> feeds,
      ToDoubleFunction<Map<String, double[]>> loss,
      String input,
      int element) {
    double[] elements = feeds.get(input).elements();
    double x = elements[element];
    double[] at = new double[4];
    double[] steps = {1, -1, 2, -2};
    for (int i = 0; i < 4; i++) {
      elements[element] = x + steps[i] * STEP;
      at[i] = loss.applyAsDouble(model.run(feeds));
    }
    elements[element] = x;
    return (8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * STEP);
  }

  /** {@return sum of a b} */
  public static double dot(double[] a, double... b) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** {@return |a - b| / |b|, Euclidean} */
  public static double relativeDistance(double[] a, double... b) {
    double[] difference = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return Math.sqrt(dot(difference, difference) / dot(b, b));
  }
}

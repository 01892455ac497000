package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.NonFiniteException;
import java.util.List;

/** What numbers may be, and the message when they are not. */
final class Bounds {

  private Bounds() {}

  static void requireFinite(String what, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(what + ": expected a finite number, found " + number);
    }
  }

  static void requireFraction(String what, double number) {
    if (!(number >= 0 && number <= 1)) {
      throw new IllegalArgumentException(what + ": expected 0 to 1, found " + number);
    }
  }

  static void requireNonNegative(String what, double number) {
    if (!(number >= 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          what + ": expected a finite number of 0 or more, found " + number);
    }
  }

  static void requirePositive(String what, double number) {
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          what + ": expected a finite number above 0, found " + number);
    }
  }

  /** {@return the numbers as an array, all of them finite} */
  static double[] finite(String what, List<Double> numbers) {
    double[] copy = new double[numbers.size()];
    for (int b = 0; b < copy.length; b++) {
      copy[b] = numbers.get(b);
      if (!Double.isFinite(copy[b])) {
        throw new NonFiniteException(what, b, 0, copy[b]);
      }
    }
    return copy;
  }

  /** {@return the numbers as an array, one for each row of the mask, all of them finite} */
  static double[] perRow(String what, List<Double> numbers, int rows) {
    if (numbers.size() != rows) {
      throw new IllegalArgumentException(
          what + ": expected one for each of " + rows + " rows, found " + numbers.size());
    }
    return finite(what, numbers);
  }
}

package io.github.salmon4j.onnx.graph;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A small dense array and the plain loops, in double, that operators are checked against. */
final class Array {

  private final long[] sizes;
  private final double[] elements;

  private Array(long... sizes) {
    this.sizes = sizes;
    this.elements = new double[(int) Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
  }

  /** {@return an array whose element at each index the function gives} */
  static Array of(ToDoubleFunction<int[]> element, long... sizes) {
    Array array = new Array(sizes);
    for (int i = 0; i < array.elements.length; i++) {
      array.elements[i] = element.applyAsDouble(array.index(i));
    }
    return array;
  }

  /** {@return numbers between -2 and 2 that floats hold exactly} */
  static Array random(long seed, long... sizes) {
    Random random = new Random(seed);
    return of(index -> (float) (4 * random.nextDouble() - 2), sizes);
  }

  long[] sizes() {
    return sizes;
  }

  float[] floats() {
    float[] floats = new float[elements.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements[i];
    }
    return floats;
  }

  /** {@return an element; axes of size 1 stretch, and leading axes too many are dropped} */
  double at(int... index) {
    int skipped = index.length - sizes.length;
    int flat = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      flat = flat * (int) sizes[axis] + (sizes[axis] == 1 ? 0 : index[skipped + axis]);
    }
    return elements[flat];
  }

  Array map(DoubleUnaryOperator function) {
    return of(index -> function.applyAsDouble(at(index)), sizes);
  }

  /** {@return the function of both, element by element, in the given broadcast sizes} */
  static Array zip(Array a, Array b, DoubleBinaryOperator function, long... sizes) {
    return of(index -> function.applyAsDouble(a.at(index), b.at(index)), sizes);
  }

  /** {@return the last axis's sum of a function} */
  double sumOfRow(int[] index, DoubleUnaryOperator function) {
    int[] other = index.clone();
    double sum = 0;
    for (int i = 0; i < sizes[sizes.length - 1]; i++) {
      other[index.length - 1] = i;
      sum += function.applyAsDouble(at(other));
    }
    return sum;
  }

  /** {@return [.., M, K] by [.., K, N] in the given broadcast sizes, [.., M, N]} */
  static Array product(Array a, Array b, long... sizes) {
    int inner = (int) a.sizes[a.sizes.length - 1];
    int last = sizes.length - 1;
    return of(
        index ->
            IntStream.range(0, inner)
                .mapToDouble(
                    k -> {
                      int[] left = index.clone();
                      int[] right = index.clone();
                      left[last] = k;
                      right[last - 1] = k;
                      return a.at(left) * b.at(right);
                    })
                .sum(),
        sizes);
  }

  /** {@return with the last two axes exchanged} */
  Array transposed() {
    int[] order = IntStream.range(0, sizes.length).toArray();
    order[order.length - 1] = order.length - 2;
    order[order.length - 2] = order.length - 1;
    return transposed(order);
  }

  /** {@return with axis {@code order[i]} as axis i} */
  Array transposed(int... order) {
    long[] moved = Arrays.stream(order).mapToLong(axis -> sizes[axis]).toArray();
    return of(
        index -> {
          int[] source = new int[order.length];
          for (int i = 0; i < order.length; i++) {
            source[order[i]] = index[i];
          }
          return at(source);
        },
        moved);
  }

  private int[] index(int flat) {
    int[] index = new int[sizes.length];
    int rest = flat;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % (int) sizes[axis];
      rest /= (int) sizes[axis];
    }
    return index;
  }
}

package io.github.salmon4j.onnx.checkpoint;

import java.nio.FloatBuffer;

/** Some consecutive rows of a matrix [out, in], or of several one above the other, in memory. */
final class MatrixRows {

  private final FloatBuffer values;
  private final int first;
  private final int count;
  private final int out;
  private final int in;

  private MatrixRows(FloatBuffer values, int first, int count, int out, int in) {
    this.values = values;
    this.first = first;
    this.count = count;
    this.out = out;
    this.in = in;
  }

  /** {@return rows of a tensor, from one on; its numbers must be finite} */
  static MatrixRows of(TensorEntry matrix, int first, int count) {
    int out = Math.toIntExact(matrix.shape().get(0));
    int in = Math.toIntExact(matrix.shape().get(1));
    FloatBuffer values = matrix.floats((long) first * in, (long) count * in);
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new ModelFormatException(
            matrix.file(),
            matrix.name(),
            "finite numbers",
            values.get(i) + " in row " + (first + i / in) + ", column " + i % in);
      }
    }
    return new MatrixRows(values, first, count, out, in);
  }

  /** {@return these rows as ones of a taller matrix, under some rows of others} */
  MatrixRows under(int above, int height) {
    return new MatrixRows(values, above + first, count, height, in);
  }

  /** {@return the index of the first of these rows in the matrix} */
  int first() {
    return first;
  }

  /** {@return how many rows these are} */
  int count() {
    return count;
  }

  /** {@return how many rows the matrix has} */
  int out() {
    return out;
  }

  /** {@return how many columns there are} */
  int in() {
    return in;
  }

  /**
   * {@return an element}
   *
   * @param row from 0 for the first of these rows
   * @param column from 0
   */
  float at(int row, int column) {
    return values.get(row * in + column);
  }

  /** {@return the element of a row that is farthest from 0, between two columns; 0 if none} */
  float extreme(int row, int from, int to) {
    float extreme = 0;
    for (int column = from; column < to; column++) {
      float value = at(row, column);
      extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
    }
    return extreme;
  }
}

package io.github.salmon4j.training;

import java.util.Arrays;
import java.util.Objects;

/** An immutable matrix of floats, [rows, columns], row-major. */
public final class FloatMatrix {

  private final int rows;
  private final int columns;
  private final float[] values;

  private FloatMatrix(int rows, int columns, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /**
   * {@return a matrix of these values; the array is copied}
   *
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @param values [rows, columns], row-major
   * @throws IllegalArgumentException if there are not {@code rows * columns} values
   */
  public static FloatMatrix of(int rows, int columns, float... values) {
    if (rows < 0 || columns < 0 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "matrix: expected float32[" + rows + ", " + columns + "], found " + values.length);
    }
    return new FloatMatrix(rows, columns, values.clone());
  }

  /** {@return the number of rows} */
  public int rows() {
    return rows;
  }

  /** {@return the number of columns} */
  public int columns() {
    return columns;
  }

  /**
   * {@return one value}
   *
   * @param row from 0 to {@code rows - 1}
   * @param column from 0 to {@code columns - 1}
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public float get(int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException(
          "[" + row + ", " + column + "] in float32[" + rows + ", " + columns + "]");
    }
    return values[row * columns + column];
  }

  /**
   * {@return a matrix of some of the rows, cut to the first columns}
   *
   * @param chosen rows in the new order, each from 0 to {@code rows - 1}; repeats allowed
   * @param width columns to keep, 0 to {@code columns}
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public FloatMatrix select(int[] chosen, int width) {
    Objects.checkFromToIndex(0, width, columns);
    float[] selected = new float[chosen.length * width];
    for (int b = 0; b < chosen.length; b++) {
      int from = Objects.checkIndex(chosen[b], rows) * columns;
      System.arraycopy(values, from, selected, b * width, width);
    }
    return new FloatMatrix(chosen.length, width, selected);
  }

  /** {@return a copy of the values, [rows, columns], row-major} */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatMatrix that
        && rows == that.rows
        && columns == that.columns
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "float32[" + rows + ", " + columns + "]";
  }
}

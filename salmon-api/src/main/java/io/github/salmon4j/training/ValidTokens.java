package io.github.salmon4j.training;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/** Which entries of a [B, T] matrix count: the one mask of the library. Immutable. */
public final class ValidTokens {

  private final int rows;
  private final int columns;
  private final BitSet valid;

  private ValidTokens(int rows, int columns, BitSet valid) {
    this.rows = rows;
    this.columns = columns;
    this.valid = valid;
  }

  /**
   * {@return a mask in which the first tokens of each row count}
   *
   * @param lengths B counts, each from 0 to {@code columns}
   * @param columns number of columns, {@code T}
   * @throws IllegalArgumentException if a length lies outside its range
   */
  public static ValidTokens ofLengths(int[] lengths, int columns) {
    BitSet valid = new BitSet();
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] < 0 || lengths[b] > columns) {
        throw new IllegalArgumentException(
            "length of row " + b + ": expected 0 to " + columns + ", found " + lengths[b]);
      }
      valid.set(b * columns, b * columns + lengths[b]);
    }
    return new ValidTokens(lengths.length, columns, valid);
  }

  /**
   * {@return a mask with exactly these entries counting}
   *
   * @param rows number of rows, {@code B}
   * @param columns number of columns, {@code T}
   * @param counts [B, T], row-major; true = counts
   * @throws IllegalArgumentException if there are not {@code rows * columns} entries
   */
  public static ValidTokens of(int rows, int columns, boolean... counts) {
    if (rows < 0 || columns < 0 || counts.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "mask: expected bool[" + rows + ", " + columns + "], found " + counts.length);
    }
    BitSet valid = new BitSet(counts.length);
    for (int i = 0; i < counts.length; i++) {
      valid.set(i, counts[i]);
    }
    return new ValidTokens(rows, columns, valid);
  }

  /**
   * {@return a mask in which every entry counts}
   *
   * @param rows number of rows, {@code B}
   * @param columns number of columns, {@code T}
   * @throws IllegalArgumentException if one is negative
   */
  public static ValidTokens all(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "mask: expected 0 or more, found " + rows + ", " + columns);
    }
    int[] lengths = new int[rows];
    Arrays.fill(lengths, columns);
    return ofLengths(lengths, columns);
  }

  /** {@return the number of rows, {@code B}} */
  public int rows() {
    return rows;
  }

  /** {@return the number of columns, {@code T}} */
  public int columns() {
    return columns;
  }

  /**
   * {@return whether an entry counts}
   *
   * @param row from 0 to {@code B - 1}
   * @param column from 0 to {@code T - 1}
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public boolean counts(int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException(
          "[" + row + ", " + column + "] in bool[" + rows + ", " + columns + "]");
    }
    return valid.get(row * columns + column);
  }

  /** {@return how many entries count} */
  public int count() {
    return valid.cardinality();
  }

  /**
   * {@return how many entries of a row count}
   *
   * @param row from 0 to {@code B - 1}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public int countIn(int row) {
    int from = startOf(row);
    return valid.get(from, from + columns).cardinality();
  }

  /**
   * {@return the column of the last entry of a row that counts, or -1 if none does}
   *
   * @param row from 0 to {@code B - 1}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public int lastIn(int row) {
    int from = startOf(row);
    return Math.max(valid.previousSetBit(from + columns - 1) - from, -1);
  }

  /**
   * {@return a mask of some of the rows, cut to the first columns}
   *
   * @param chosen rows in the new order, each from 0 to {@code B - 1}; repeats allowed
   * @param width columns to keep, 0 to {@code T}
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public ValidTokens select(int[] chosen, int width) {
    Objects.checkFromToIndex(0, width, columns);
    BitSet selected = new BitSet(chosen.length * width);
    for (int b = 0; b < chosen.length; b++) {
      int from = startOf(chosen[b]);
      for (int t = valid.nextSetBit(from);
          t >= 0 && t < from + width;
          t = valid.nextSetBit(t + 1)) {
        selected.set(b * width + t - from);
      }
    }
    return new ValidTokens(chosen.length, width, selected);
  }

  /**
   * Checks that a matrix has this mask's shape and that every entry that counts is finite.
   *
   * @param what what the matrix holds, for the message, such as {@code "values"}
   * @param matrix [B, T]; entries that do not count may hold anything
   * @throws IllegalArgumentException if the shape differs
   * @throws NonFiniteException if an entry that counts is NaN or infinite
   */
  public void requireFinite(String what, FloatMatrix matrix) {
    Objects.requireNonNull(what, "what");
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw new IllegalArgumentException(
          what + ": expected float32[" + rows + ", " + columns + "], found " + matrix);
    }
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < columns; t++) {
        if (!Float.isFinite(matrix.get(b, t)) && counts(b, t)) {
          throw new NonFiniteException(what, b, t, matrix.get(b, t));
        }
      }
    }
  }

  private int startOf(int row) {
    return Objects.checkIndex(row, rows) * columns;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValidTokens that
        && rows == that.rows
        && columns == that.columns
        && valid.equals(that.valid);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + valid.hashCode();
  }

  @Override
  public String toString() {
    return "bool[" + rows + ", " + columns + "] with " + count() + " counting";
  }
}

package io.github.salmon4j.training;

import java.util.BitSet;

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

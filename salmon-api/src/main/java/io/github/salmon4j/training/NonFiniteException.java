package io.github.salmon4j.training;

import java.util.Objects;

/**
 * A loss, a reward, a gradient or an input of one of them is NaN or infinite. Whoever catches it
 * knows what and where, and can say which prompt that row was.
 */
public final class NonFiniteException extends ArithmeticException {

  private static final long serialVersionUID = 1;

  /** What the number is an entry of. */
  private final String what;

  /** Its batch row. */
  private final int row;

  /** Its column. */
  private final int column;

  /** The number. */
  private final double found;

  /**
   * One number that is not finite.
   *
   * @param what what it is an entry of, such as {@code "values"}
   * @param row its batch row, from 0
   * @param column its column, from 0
   * @param found the number
   */
  public NonFiniteException(String what, int row, int column, double found) {
    super(
        "%s[%d, %d]: expected a finite number, found %s"
            .formatted(Objects.requireNonNull(what, "what"), row, column, found));
    this.what = what;
    this.row = row;
    this.column = column;
    this.found = found;
  }

  /** {@return the batch row of the number, from 0} */
  public int row() {
    return row;
  }

  /**
   * {@return the same finding, told with another row number, caused by this}
   *
   * @param wholeRow the row in the whole batch of which the matrix was a part, from 0
   */
  public NonFiniteException inRow(int wholeRow) {
    NonFiniteException moved = new NonFiniteException(what, wholeRow, column, found);
    moved.initCause(this);
    return moved;
  }
}

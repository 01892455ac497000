package io.github.salmon4j.training;

import java.util.Objects;

/**
 * A loss, a reward, a gradient or an input of one of them is NaN or infinite. Whoever catches it
 * knows what and where, and can say which prompt that row was.
 */
public final class NonFiniteException extends ArithmeticException {

  private static final long serialVersionUID = 1;

  private final int row;

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
        Objects.requireNonNull(what, "what")
            + "["
            + row
            + ", "
            + column
            + "]: expected a finite number, found "
            + found);
    this.row = row;
  }

  /** {@return the batch row of the number, from 0} */
  public int row() {
    return row;
  }
}

package io.github.salmon4j.core.data;

/** Makes a value of one line. */
@FunctionalInterface
interface RowReader<T> {

  /**
   * {@return what the line came to}
   *
   * @throws IllegalArgumentException if it does not have the form expected
   */
  Outcome<T> read(JsonRow row);
}

package io.github.salmon4j.core.data;

import java.util.Objects;

/**
 * A line that could not be read.
 *
 * @param number its number in the file, counted from 1, blank lines included
 * @param reason the place in the line, what was expected there and what was found
 */
public record BadLine(long number, String reason) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public BadLine {
    Objects.requireNonNull(reason, "reason");
    if (number < 1) {
      throw new IllegalArgumentException("line number: expected 1 or more, found " + number);
    }
  }
}

package io.github.salmon4j.core.data;

import java.util.Objects;

/**
 * How a file of JSON lines is read.
 *
 * @param badLines what to do with a line that cannot be read
 * @param maxLineBytes longest line read, in bytes of UTF-8 without its line end; at least 1. A
 *     longer one is a bad line, and no more of it than this is ever held
 */
public record ReadSettings(BadLines badLines, int maxLineBytes) {

  /** The largest array that every Java platform can make is a little below the largest int. */
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public ReadSettings {
    Objects.requireNonNull(badLines, "bad lines");
    if (maxLineBytes < 1 || maxLineBytes > LONGEST) {
      throw new IllegalArgumentException(
          "max line bytes: expected 1 to " + LONGEST + ", found " + maxLineBytes);
    }
  }

  /** {@return settings that stop at the first bad line and read lines of up to 16 MiB} */
  public static ReadSettings defaults() {
    return new ReadSettings(BadLines.FAIL, 1 << 24);
  }

  /**
   * {@return the same settings with another treatment of bad lines}
   *
   * @param badLines what to do with a line that cannot be read
   */
  public ReadSettings withBadLines(BadLines badLines) {
    return new ReadSettings(badLines, maxLineBytes);
  }
}

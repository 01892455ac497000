package io.github.salmon4j.aquarium.report;

import java.util.List;

/**
 * How many of so many.
 *
 * @param hits those that count, 0 to {@code trials}
 * @param trials all, at least 1
 */
public record Share(int hits, int trials) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public Share {
    if (hits < 0 || trials < 1 || hits > trials) {
      throw new IllegalArgumentException(
          "share: expected 0 <= hits <= trials and at least 1 trial, found " + hits + "/" + trials);
    }
  }

  /** {@return hits by trials, 0 to 1} */
  public double value() {
    return (double) hits / trials;
  }

  /**
   * {@return the hits of all by the trials of all}
   *
   * @param shares at least one
   */
  public static Share pooled(List<Share> shares) {
    int hits = 0;
    int trials = 0;
    for (Share share : shares) {
      hits = Math.addExact(hits, share.hits);
      trials = Math.addExact(trials, share.trials);
    }
    return new Share(hits, trials);
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Share;

/** Counts how often something was so. */
final class Tally {

  private int hits;
  private int trials;

  void add(boolean hit) {
    hits += hit ? 1 : 0;
    trials++;
  }

  Share share() {
    return new Share(hits, trials);
  }
}

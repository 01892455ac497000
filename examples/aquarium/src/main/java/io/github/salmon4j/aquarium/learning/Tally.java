package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import java.util.EnumMap;
import java.util.Map;

/** Counts how often something was so, in all and by aspect. */
final class Tally {

  private final Map<Aspect, Share> byAspect = new EnumMap<>(Aspect.class);
  private int hits;
  private int trials;

  void add(Aspect aspect, boolean hit) {
    Share one = new Share(hit ? 1 : 0, 1);
    byAspect.merge(aspect, one, (a, b) -> new Share(a.hits() + b.hits(), a.trials() + b.trials()));
    hits += one.hits();
    trials++;
  }

  /**
   * {@return how often}
   *
   * @throws IllegalArgumentException if nothing was counted
   */
  Share share() {
    return new Share(hits, trials);
  }

  /** {@return how often for each aspect that was counted} */
  Map<Aspect, Share> byAspect() {
    return Map.copyOf(byAspect);
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts how often something was so, in all and by aspect. */
final class Tally {

  private final Map<Aspect, Share> byAspect = new EnumMap<>(Aspect.class);

  void add(Aspect aspect, boolean hit) {
    byAspect.merge(aspect, new Share(hit ? 1 : 0, 1), (a, b) -> Share.pooled(List.of(a, b)));
  }

  /**
   * {@return how often}
   *
   * @throws IllegalArgumentException if nothing was counted
   */
  Share share() {
    return Share.pooled(List.copyOf(byAspect.values()));
  }

  /** {@return how often for each aspect that was counted} */
  Map<Aspect, Share> byAspect() {
    return Map.copyOf(byAspect);
  }
}

package io.github.salmon4j.core.steering;

import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Rewrites the guideline of a rollout as a changed plan would have it, changing as little as the
 * plan does, so that a difference in scores is the plan's and not that of another draw.
 */
final class CandidateGuideline {

  private final int oldInterventions;
  private final Set<String> oldPrinciples;
  private final PlanChange candidate;
  private final PrincipleSampler sampler;

  CandidateGuideline(
      PrinciplePlan before, PlanChange candidate, PrincipleSampler.Settings sampling) {
    this.oldInterventions = before.interventions().size();
    this.oldPrinciples = names(before.principles());
    this.candidate = candidate;
    this.sampler = new PrincipleSampler(candidate.principles(), PrincipleSet.of(), sampling);
  }

  /**
   * {@return the candidate's interventions, then each drawn line that still exists in its place,
   * with its new text} A fresh draw from the candidate fills the places of lines that are gone,
   * added principles first; added principles of the draw for which no place is free take those of
   * the last lines. So an added principle is there as often as the candidate would draw it.
   */
  Guideline of(Guideline before, PromptKind kind, RandomGenerator random) {
    List<StatedPrinciple> drawn = drawn(before);
    List<Optional<StatedPrinciple>> places = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (StatedPrinciple line : drawn) {
      places.add(now(line));
      kept.add(line.principle().name());
    }
    Deque<StatedPrinciple> added = new ArrayDeque<>();
    Deque<StatedPrinciple> others = new ArrayDeque<>();
    for (StatedPrinciple line : sampler.sample(kind, random).principles()) {
      String name = line.principle().name();
      if (!oldPrinciples.contains(name)) {
        added.add(line);
      } else if (!kept.contains(name)) {
        others.add(line);
      }
    }
    fill(places, added);
    fill(places, others);
    for (int i = places.size() - 1; i >= 0 && !added.isEmpty(); i--) {
      if (places.get(i).isEmpty() || !isNew(places.get(i).orElseThrow())) {
        places.set(i, Optional.of(added.remove()));
      }
    }
    List<StatedPrinciple> lines = new ArrayList<>();
    candidate.interventions().forEach(line -> lines.add(line.stated(Polarity.AFFIRMED)));
    places.forEach(place -> place.ifPresent(lines::add));
    return new Guideline(lines);
  }

  /** The lines behind the interventions, which a guideline has all of, first. */
  private List<StatedPrinciple> drawn(Guideline guideline) {
    List<StatedPrinciple> lines = guideline.principles();
    return lines.subList(oldInterventions, lines.size());
  }

  private Optional<StatedPrinciple> now(StatedPrinciple line) {
    return candidate.principles().principles().stream()
        .filter(principle -> principle.name().equals(line.principle().name()))
        .filter(p -> line.polarity() == Polarity.AFFIRMED || p.negation().isPresent())
        .map(principle -> principle.stated(line.polarity()))
        .findFirst();
  }

  private boolean isNew(StatedPrinciple line) {
    return !oldPrinciples.contains(line.principle().name());
  }

  private static void fill(List<Optional<StatedPrinciple>> places, Deque<StatedPrinciple> lines) {
    for (int i = 0; i < places.size() && !lines.isEmpty(); i++) {
      if (places.get(i).isEmpty()) {
        places.set(i, Optional.of(lines.remove()));
      }
    }
  }

  private static Set<String> names(PrincipleSet set) {
    Set<String> names = new HashSet<>();
    for (Principle principle : set) {
      names.add(principle.name());
    }
    return names;
  }
}

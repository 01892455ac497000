package io.github.salmon4j.aquarium;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A guideline with what to call it in a table.
 *
 * @param name a few words
 * @param says what it tells the model, for a person
 * @param guideline the principles to judge by
 */
record NamedGuideline(String name, String says, Guideline guideline) {

  /**
   * {@return what guidelines can do: several lines, one, its opposite, one more put first}
   *
   * @param material what will be scored; a forbidden request is judged by harmlessness first
   */
  static List<NamedGuideline> demonstration(Material material) {
    return material.equals(Material.theft())
        ? lines(Aspect.HARMLESS, Aspect.MODEST, List.of(), Aspect.HARMLESS)
        : lines(
            Aspect.MODEST,
            Aspect.CONCISE,
            List.of(Aspect.METHODICAL, Aspect.TO_THE_POINT, Aspect.COMPREHENSIVE),
            Aspect.METHODICAL);
  }

  private static List<NamedGuideline> lines(
      Aspect first, Aspect second, List<Aspect> alone, Aspect exploited) {
    List<NamedGuideline> all = new ArrayList<>();
    Guideline both = Guideline.of(first.principle(0), second.principle(0));
    String names = names(both);
    all.add(new NamedGuideline(names, texts(both), both));
    addBoth(first.principle(0).name(), List.of(first.principle(0)), all);
    addBoth(second.principle(0).name(), List.of(second.principle(0)), all);
    for (Aspect aspect : alone) {
      Guideline guideline = Guideline.of(aspect.principle(0));
      all.add(new NamedGuideline(names(guideline), texts(guideline), guideline));
    }
    List<Principle> intervention = Principles.noSelfAssessment().principles();
    String line = intervention.get(0).definition();
    Guideline after = Guideline.of(exploited.principle(0)).after(intervention);
    String name = exploited.principle(0).name();
    all.add(
        new NamedGuideline(name + ", intervention first", line + " (then as " + name + ")", after));
    return List.copyOf(all);
  }

  /**
   * {@return all principles together, if there are several, and each alone; both as they stand and
   * negated, where that can be said}
   *
   * @param principles at least one
   */
  static List<NamedGuideline> of(PrincipleSet principles) {
    List<NamedGuideline> all = new ArrayList<>();
    if (principles.size() > 1) {
      addBoth("All " + principles.size() + " together", principles.principles(), all);
    }
    for (Principle principle : principles) {
      addBoth(principle.name(), List.of(principle), all);
    }
    return List.copyOf(all);
  }

  private static void addBoth(String name, List<Principle> principles, List<NamedGuideline> into) {
    Guideline guideline = Guideline.affirming(principles);
    into.add(new NamedGuideline(name, texts(guideline), guideline));
    if (principles.stream().allMatch(principle -> principle.negation().isPresent())) {
      Guideline negated = guideline.negated();
      into.add(new NamedGuideline(name + ", negated", texts(negated), negated));
    }
  }

  private static String names(Guideline guideline) {
    return guideline.principles().stream()
        .map(stated -> stated.principle().name())
        .collect(Collectors.joining(", "));
  }

  private static String texts(Guideline guideline) {
    return String.join(" ", guideline.lines());
  }
}

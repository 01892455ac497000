package io.github.salmon4j.aquarium;

import io.github.salmon4j.core.principles.BuiltInPrinciples;
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

  /** {@return the principles behind "Helpful" in {@link #demonstration()}} */
  static PrincipleSet helpful() {
    PrincipleSet all = BuiltInPrinciples.rewardModeling();
    return PrincipleSet.of(
        all.get("Overall Helpful"),
        all.get("Honest and Accurate"),
        all.get("Specific"),
        all.get("Natural and Fluent"));
  }

  /** {@return what guidelines can do: several lines, one, its opposite, one more put first} */
  static List<NamedGuideline> demonstration() {
    Guideline helpful = Guideline.of(helpful());
    Guideline concise = Guideline.of(BuiltInPrinciples.rewardModeling().get("Concise"));
    Principle intervention = BuiltInPrinciples.interventions().get("No Self-Assessment");
    return List.of(
        new NamedGuideline("Helpful", names(helpful), helpful),
        new NamedGuideline("Concise", texts(concise), concise),
        new NamedGuideline("Concise, negated", texts(concise.negated()), concise.negated()),
        new NamedGuideline(
            "Helpful, intervention first",
            intervention.definition() + " (and then as Helpful)",
            helpful.after(List.of(intervention))));
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

package io.github.salmon4j.principle;

import java.util.ArrayList;
import java.util.List;

/**
 * The principles that one response is judged by, in the order in which they are shown: the part of
 * a reward model's input that decides what "good" means (SALMON, section 3.3).
 *
 * @param principles the lines, in order; at least one
 */
public record Guideline(List<StatedPrinciple> principles) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  public Guideline {
    principles = List.copyOf(principles);
    if (principles.isEmpty()) {
      throw new IllegalArgumentException("guideline: expected at least 1 principle, found 0");
    }
  }

  /**
   * {@return a guideline that affirms these principles in this order}
   *
   * @param principles at least one
   */
  public static Guideline of(Principle... principles) {
    return affirming(List.of(principles));
  }

  /**
   * {@return a guideline that affirms every principle of a set, in the set's order}
   *
   * @param principles a set with at least one principle
   */
  public static Guideline of(PrincipleSet principles) {
    return affirming(principles.principles());
  }

  /**
   * {@return a guideline that affirms these principles in this order}
   *
   * @param principles at least one
   */
  public static Guideline affirming(List<? extends Principle> principles) {
    return new Guideline(principles.stream().map(p -> p.stated(Polarity.AFFIRMED)).toList());
  }

  /** {@return this guideline with every line turned into its opposite} */
  public Guideline negated() {
    return new Guideline(principles.stream().map(StatedPrinciple::opposite).toList());
  }

  /**
   * {@return this guideline with affirmed lines put before its own, as interventions are}
   *
   * @param first the lines to put first
   */
  public Guideline after(List<? extends Principle> first) {
    List<StatedPrinciple> all = new ArrayList<>();
    first.forEach(principle -> all.add(principle.stated(Polarity.AFFIRMED)));
    all.addAll(principles);
    return new Guideline(all);
  }

  /** {@return the texts shown, one per line, in order} */
  public List<String> lines() {
    return principles.stream().map(StatedPrinciple::text).toList();
  }
}

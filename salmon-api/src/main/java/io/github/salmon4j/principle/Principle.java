package io.github.salmon4j.principle;

import io.github.salmon4j.prompt.PromptKind;
import java.util.Optional;
import java.util.Set;

/**
 * One quality that a response can have, stated so that a model can judge it.
 *
 * <p>Use the factories, or implement the interface to attach a principle to data of your own (a
 * policy document, a row of a database). An implementation must be immutable: a principle's texts
 * enter the content hash of every set that holds it. The rules for the texts are checked where
 * principles are collected, in {@link PrincipleSet} and {@link Guideline}, so they hold for every
 * implementation.
 */
public interface Principle {

  /**
   * {@return a short label, unique within a set; one line, not blank; a judge is shown it beside
   * the definition, a reward model never}
   */
  String name();

  /** {@return the positive statement, one line, not blank: what a good response does} */
  String definition();

  /**
   * {@return the negated statement, one line: what a response without the quality does; empty if
   * this principle cannot be negated}
   */
  Optional<String> negation();

  /** {@return how much more often than weight 1 this principle is sampled; finite, above 0} */
  double weight();

  /** {@return the kinds of prompt for which sampling boosts this principle; often empty} */
  Set<PromptKind> boostedFor();

  /**
   * {@return this principle shown with a polarity}
   *
   * @param polarity how it is shown
   * @throws IllegalArgumentException if it is negated but has no negation
   */
  default StatedPrinciple stated(Polarity polarity) {
    return new StatedPrinciple(this, polarity);
  }

  /**
   * {@return a principle of weight 1 that can be negated}
   *
   * @param name short label
   * @param definition the positive statement, one line
   * @param negation the negated statement, one line
   */
  static Principle of(String name, String definition, String negation) {
    return new PlainPrinciple(name, definition, Optional.of(negation), 1.0, Set.of());
  }

  /**
   * {@return a principle of weight 1 without a negation}
   *
   * @param name short label
   * @param definition the positive statement, one line
   */
  static Principle of(String name, String definition) {
    return new PlainPrinciple(name, definition, Optional.empty(), 1.0, Set.of());
  }

  /**
   * {@return the same texts with another weight}
   *
   * @param weight finite, above 0
   */
  default Principle withWeight(double weight) {
    return new PlainPrinciple(name(), definition(), negation(), weight, boostedFor());
  }

  /**
   * {@return the same texts, boosted for these kinds of prompt}
   *
   * @param kinds the kinds; replaces any earlier ones
   */
  default Principle withBoostFor(PromptKind... kinds) {
    return new PlainPrinciple(name(), definition(), negation(), weight(), Set.of(kinds));
  }
}

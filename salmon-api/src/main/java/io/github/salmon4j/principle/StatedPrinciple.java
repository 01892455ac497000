package io.github.salmon4j.principle;

import java.util.Objects;

/**
 * A principle with a polarity: what a reward model is shown as one line of a guideline.
 *
 * @param principle the principle
 * @param polarity whether its definition or its negation is shown
 */
public record StatedPrinciple(Principle principle, Polarity polarity) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the principle is negated but has no negation, or breaks a
   *     rule of {@link Principle}
   */
  public StatedPrinciple {
    Objects.requireNonNull(principle, "principle");
    Objects.requireNonNull(polarity, "polarity");
    PrincipleRules.check(principle);
    if (polarity == Polarity.NEGATED && principle.negation().isEmpty()) {
      throw new IllegalArgumentException(
          "principle '" + principle.name() + "': expected a negation to show, found none");
    }
  }

  /** {@return the line shown: the definition if affirmed, the negation if negated} */
  public String text() {
    return polarity == Polarity.AFFIRMED
        ? principle.definition()
        : principle.negation().orElseThrow();
  }

  /** {@return the same principle with the other polarity} */
  public StatedPrinciple opposite() {
    return new StatedPrinciple(principle, polarity.opposite());
  }
}

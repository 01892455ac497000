package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.PrincipleSet;
import java.util.Objects;

/**
 * What the rollouts of a step are scored under: the principles drawn from, and the interventions
 * that every guideline begins with (SALMON, sections 3.4 and 3.5).
 *
 * @param version counts the changes of a run: 0 for what it began with
 * @param principles what {@link PrincipleSampler} draws from
 * @param interventions lines of every guideline; may be empty
 */
public record PrinciplePlan(long version, PrincipleSet principles, PrincipleSet interventions) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the version is negative
   */
  public PrinciplePlan {
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(interventions, "interventions");
    if (version < 0) {
      throw new IllegalArgumentException("version: expected 0 or more, found " + version);
    }
  }

  /**
   * {@return the plan that a run begins with}
   *
   * @param principles what is drawn from
   * @param interventions lines of every guideline; may be empty
   */
  public static PrinciplePlan first(PrincipleSet principles, PrincipleSet interventions) {
    return new PrinciplePlan(0, principles, interventions);
  }

  /**
   * {@return the plan after this one}
   *
   * @param newPrinciples what is drawn from
   * @param newInterventions lines of every guideline; may be empty
   */
  public PrinciplePlan then(PrincipleSet newPrinciples, PrincipleSet newInterventions) {
    return new PrinciplePlan(version + 1, newPrinciples, newInterventions);
  }
}

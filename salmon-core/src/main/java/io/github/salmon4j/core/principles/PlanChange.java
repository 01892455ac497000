package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a plan is to say from now on, and why: the whole content, not a list of edits, so that the
 * same change gives the same plan whatever came before.
 *
 * @param principles what {@link PrincipleSampler} is to draw from
 * @param interventions lines of every guideline; may be empty
 * @param reason why, in words for people who read the log; not blank
 */
public record PlanChange(PrincipleSet principles, PrincipleSet interventions, String reason) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the reason is blank or holds a lone surrogate
   */
  public PlanChange {
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(interventions, "interventions");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("reason: expected some text, found blank");
    }
    if (reason.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException("reason: expected Unicode text, found a lone surrogate");
    }
  }

  /**
   * {@return a plan with one more intervention, behind those it has; one of the same name is
   * replaced where it stands}
   *
   * @param plan what holds
   * @param intervention the line
   * @param reason why; not blank
   */
  public static PlanChange intervening(PrinciplePlan plan, Principle intervention, String reason) {
    List<Principle> lines = new ArrayList<>(plan.interventions().principles());
    int at = lines.stream().map(Principle::name).toList().indexOf(intervention.name());
    if (at < 0) {
      lines.add(intervention);
    } else {
      lines.set(at, intervention);
    }
    return new PlanChange(plan.principles(), PrincipleSet.of(lines), reason);
  }

  /**
   * {@return whether a plan says just this already}
   *
   * @param plan the plan
   */
  public boolean isAlready(PrinciplePlan plan) {
    return plan.principles().equals(principles) && plan.interventions().equals(interventions);
  }
}

package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.principles.PlanChange;
import java.util.List;
import java.util.Objects;

/**
 * A change that evidence speaks for. It takes effect only if somebody approves it: {@code
 * steering.replace(proposal.planVersion(), proposal.change())}, best after a dry run.
 *
 * @param planVersion version of the plan that it was worked out from
 * @param change the plan as it would be
 * @param because the evidence; at least one
 */
public record Proposal(long planVersion, PlanChange change, List<Evidence> because) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no evidence
   */
  public Proposal {
    Objects.requireNonNull(change, "change");
    because = List.copyOf(because);
    if (because.isEmpty()) {
      throw new IllegalArgumentException("proposal: expected evidence, found none");
    }
  }
}

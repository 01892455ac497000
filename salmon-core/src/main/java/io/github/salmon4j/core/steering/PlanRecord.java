package io.github.salmon4j.core.steering;

import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.principle.PrincipleSet;
import java.time.Instant;
import java.util.Objects;

/**
 * One entry of the history of a run's plans.
 *
 * @param plan the plan that holds from here on, with its version
 * @param time when it was accepted
 * @param origin where it comes from
 * @param reason why
 * @param principles how its principles differ from the entry before; from none at the start
 * @param interventions how its interventions differ from the entry before; from none at the start
 */
public record PlanRecord(
    PrinciplePlan plan,
    Instant time,
    PlanOrigin origin,
    String reason,
    SetDifference principles,
    SetDifference interventions) {

  /** Checks that nothing is null. */
  public PlanRecord {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(interventions, "interventions");
  }

  /** {@return the first entry} */
  static PlanRecord first(PrinciplePlan plan, Instant time, String reason) {
    return between(
        new PrinciplePlan(0, PrincipleSet.of(), PrincipleSet.of()),
        new PlanRecordJson.Entry(plan, time, PlanOrigin.START, reason));
  }

  /** {@return an entry, with its difference from the plan before} */
  static PlanRecord between(PrinciplePlan before, PlanRecordJson.Entry entry) {
    return new PlanRecord(
        entry.plan(),
        entry.time(),
        entry.origin(),
        entry.reason(),
        SetDifference.between(before.principles(), entry.plan().principles()),
        SetDifference.between(before.interventions(), entry.plan().interventions()));
  }
}

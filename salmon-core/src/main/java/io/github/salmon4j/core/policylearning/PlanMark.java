package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.principles.PrinciplePlan;

/** Which plan a step saw: its version and the content hashes of its two sets. */
record PlanMark(long version, String principles, String interventions) {

  /** Before the first step. */
  static final PlanMark NONE = new PlanMark(-1, "", "");

  static PlanMark of(PrinciplePlan plan) {
    return new PlanMark(
        plan.version(), plan.principles().contentHash(), plan.interventions().contentHash());
  }

  /** A version names one plan, and versions do not go back: else a resumed run is another one. */
  void requireFollowedBy(PrinciplePlan plan) {
    PlanMark next = of(plan);
    if (next.version < version || (next.version == version && !next.equals(this))) {
      throw new IllegalStateException(
          "principle plan: expected a version above %d or the same plan, found version %d"
              .formatted(version, next.version));
    }
  }
}

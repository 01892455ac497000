package io.github.salmon4j.core.policylearning;

/** Why a run ended, if it was not cancelled and did not fail. */
public enum RunEnd {
  /** All prompts were asked as often as they were to be. */
  FINISHED,
  /** The policy went further from the reference than the run allows. */
  OVER_BUDGET,
  /** Too many steps in a row were skipped. */
  SKIPPING
}

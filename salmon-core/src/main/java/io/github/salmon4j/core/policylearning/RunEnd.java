package io.github.salmon4j.core.policylearning;

/**
 * Why a run ended, if it was not cancelled and did not fail. Paper and released code of SALMON know
 * the first end alone; the others are those of {@link
 * io.github.salmon4j.core.settings.SafeguardSettings}.
 */
public enum RunEnd {
  /** All prompts were asked as often as they were to be. */
  FINISHED,
  /**
   * The policy went further from the reference than the run allows. It is as the step before left
   * it.
   */
  OVER_BUDGET,
  /** Too many steps in a row were skipped. */
  SKIPPING
}

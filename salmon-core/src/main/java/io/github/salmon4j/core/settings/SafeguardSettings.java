package io.github.salmon4j.core.settings;

/**
 * What keeps a policy's training from going wrong.
 *
 * @param criticWarmupSteps first PPO steps in which only the value model learns; 0 or more; none in
 *     paper, released code and TRL. The learning rate's own warm-up, from 0 in the first step, runs
 *     at the same time, and a skipped step counts: so one such step teaches nothing
 * @param divergenceBudget the run ends before an update once the mean divergence of a response from
 *     the reference (estimator k1, summed over its tokens, in nats) is above this; above 0,
 *     infinity for no budget as in paper, released code and TRL
 * @param skipsInARow the run ends after so many steps in a row that were skipped because a number
 *     was not finite or no response had a token; at least 1; paper, released code and TRL do not
 *     look
 */
public record SafeguardSettings(int criticWarmupSteps, double divergenceBudget, int skipsInARow) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SafeguardSettings {
    Counts.requireAtLeastOne("skipped steps in a row", skipsInARow);
    if (criticWarmupSteps < 0) {
      throw new IllegalArgumentException(
          "critic warm-up: expected 0 or more, found " + criticWarmupSteps);
    }
    if (!(divergenceBudget > 0)) {
      throw new IllegalArgumentException(
          "divergence budget: expected above 0, found " + divergenceBudget);
    }
  }

  /** {@return no warm-up and no budget; a run ends when three steps in a row were skipped} */
  public static SafeguardSettings none() {
    return new SafeguardSettings(0, Double.POSITIVE_INFINITY, 3);
  }
}

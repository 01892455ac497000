package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.preference.Preference;

/**
 * What the scores of one pair of responses are trained towards.
 *
 * @param probabilityFirst probability that the first response is better, 0 to 1. A hard label is 1
 *     or 0, the only ones in SALMON and TRL; anything between is a soft label, as RLAIF has from
 *     its judge (Lee et al. 2023, arXiv:2309.00267); label smoothing by e is {@code 1 - e} or
 *     {@code e}
 * @param margin how far the preferred score must lead, in nats; finite, 0 or more; 0 in SALMON.
 *     LLaMA-2 takes 1, 2/3, 1/3, 0 or 3, 2, 1, 0 from "significantly better" to "negligibly better"
 *     (Touvron et al. 2023, section 3.2.2, arXiv:2307.09288); TRL's column {@code margin} may be
 *     negative too
 * @param weight what the pair weighs beside others; finite, 0 or more; 1 in SALMON and TRL. A pair
 *     of weight 0 does not count at all: its scores may hold anything
 */
public record PairTarget(double probabilityFirst, double margin, double weight) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PairTarget {
    if (!(probabilityFirst >= 0 && probabilityFirst <= 1)) {
      throw new IllegalArgumentException(
          "probability of the first: expected 0 to 1, found " + probabilityFirst);
    }
    Ranges.requireFiniteFromZero("margin", margin);
    Ranges.requireFiniteFromZero("weight", weight);
  }

  /**
   * {@return a target without a margin, of weight 1}
   *
   * @param probabilityFirst probability that the first response is better, 0 to 1
   * @throws IllegalArgumentException if it is outside 0 to 1
   */
  public static PairTarget of(double probabilityFirst) {
    return new PairTarget(probabilityFirst, 0, 1);
  }

  /**
   * {@return the target of a training example, without a margin, of weight 1}
   *
   * @param preference the example
   */
  public static PairTarget of(Preference preference) {
    return of(preference.probabilityFirst());
  }

  /** {@return the same target for the pair with its responses exchanged} */
  public PairTarget swapped() {
    return new PairTarget(1 - probabilityFirst, margin, weight);
  }
}

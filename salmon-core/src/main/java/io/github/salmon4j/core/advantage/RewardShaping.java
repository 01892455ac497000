package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;
import java.util.Objects;

/**
 * The reward of each token: a penalty for leaving the reference, and the score of the response at
 * its end.
 *
 * <pre>
 *   r[b, t] = scale (-beta kl[b, t] + (t is the end of row b ? score[b] : 0))
 * </pre>
 *
 * <p>Symbols: {@code kl} [B, T] per-token estimates in nats; {@code beta} the KL coefficient;
 * {@code score} [B] what the reward model says, symbolic rewards added. Source: Ziegler et al.
 * 2019, eq. 2, arXiv:1909.08593, as PPO implementations spread it over tokens.
 *
 * @param placement where the score goes; TRL and AlpacaFarm {@link ScorePlacement#LAST_TOKEN}, the
 *     released SALMON code {@link ScorePlacement#LAST_SLOT}
 * @param scale factor of penalty and score alike, finite and above 0; the SALMON paper mentions
 *     none (1), its released script 10
 */
public record RewardShaping(ScorePlacement placement, double scale) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the scale is out of its range
   */
  public RewardShaping {
    Objects.requireNonNull(placement, "placement");
    Bounds.requirePositive("reward scale", scale);
  }

  /**
   * {@return the reward of each token, [B, T]; 0 where a token does not count}
   *
   * @param kl [B, T], in nats
   * @param scores B scores
   * @param mask [B, T]; which tokens count
   * @param beta KL coefficient, finite, 0 or more
   * @throws IllegalArgumentException if the shapes differ, {@code beta} is out of its range, or a
   *     row has no entry to carry its score: no token that counts, or, for {@link
   *     ScorePlacement#LAST_SLOT}, a last column that does not count
   * @throws io.github.salmon4j.training.NonFiniteException if an estimate that counts, a score or a
   *     reward is not finite
   */
  public FloatMatrix rewards(FloatMatrix kl, List<Double> scores, ValidTokens mask, double beta) {
    Bounds.requireNonNegative("KL coefficient", beta);
    double[] score = Bounds.perRow("scores", scores, mask.rows());
    mask.requireFinite("KL estimates", kl);
    int[] ends = ends(mask);
    return CountedEntries.matrix(
        "rewards", mask, (b, t) -> scale * ((t == ends[b] ? score[b] : 0) - beta * kl.get(b, t)));
  }

  private int[] ends(ValidTokens mask) {
    int[] ends = new int[mask.rows()];
    for (int b = 0; b < ends.length; b++) {
      ends[b] = mask.lastIn(b);
      if (ends[b] < 0) {
        throw new IllegalArgumentException(
            "row " + b + ": expected a token to carry its score, found none that counts");
      }
      if (placement == ScorePlacement.LAST_SLOT && ends[b] != mask.columns() - 1) {
        throw new IllegalArgumentException(
            "row " + b + ": expected the last column to count, found column " + ends[b]);
      }
    }
    return ends;
  }
}

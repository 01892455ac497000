package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;

/**
 * The loss of reward models: the negative log-likelihood of the preferences if the difference of
 * two scores is the log-odds that the first response is better (Bradley and Terry 1952).
 *
 * <pre>
 *   L = sum over i of w[i] * (l(r1 - r2) + c * (r1 + r2)^2)
 *   l(d)  = -p * log sigmoid(d - m) - (1 - p) * log sigmoid(-d - m)
 *   l'(d) = -p * sigmoid(m - d) + (1 - p) * sigmoid(m + d)
 *
 *   dL/dr1 = w[i] * (2c * (r1 + r2) + l'(d))       dL/dr2 = w[i] * (2c * (r1 + r2) - l'(d))
 * </pre>
 *
 * <p>Symbols: {@code r1, r2} scores of pair i; {@code p}, {@code m}, {@code w} its {@linkplain
 * PairTarget target}, weights summing to 1 over the batch; {@code c} the centering coefficient.
 * With hard labels and neither margin nor centering it is SALMON's eq. 1 (arXiv:2310.05910), the
 * mean of {@code -log sigmoid(r_winner - r_loser)}. The released code writes the same number as
 * binary cross-entropy with logits {@code r2 - r1} and the target 1 if the second response is
 * preferred.
 *
 * <p>A soft label without a margin has its minimum at {@code d = log(p / (1 - p))}, where {@code l}
 * is the entropy of p, not 0, and {@code l'} is {@code sigmoid(d) - p}. A margin asks for a lead of
 * the preferred score (LLaMA-2, arXiv:2307.09288, eq. 2); with a soft label each side has it with
 * its probability. Only the centering term sees more than the difference: it pulls the scores of a
 * pair towards opposite numbers (Eisenstein et al. 2023, eq. 2, arXiv:2312.09244). TRL has margin
 * and centering for hard labels, and means over each micro-batch instead of weights.
 *
 * <p>Exchanging the responses of a pair and mirroring its label exchanges its two gradient entries
 * and leaves its loss, to the last bit if {@code 1 - p} is exact.
 *
 * @param centeringCoefficient c; finite, 0 for none; SALMON has none, TRL's {@code
 *     center_rewards_coefficient} is unset by default and 0.01 where recommended
 */
public record PairwiseLoss(double centeringCoefficient) {

  /**
   * Checks the coefficient.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public PairwiseLoss {
    Ranges.requireFiniteFromZero("centering coefficient", centeringCoefficient);
  }

  /** {@return SALMON's loss: without centering} */
  public static PairwiseLoss plain() {
    return new PairwiseLoss(0);
  }

  /**
   * {@return the loss and its gradient with respect to the scores, [2n, 1]}
   *
   * @param scores [2n, 1]; rows 2i and 2i + 1 are the first and second response of pair i; anything
   *     where a pair weighs 0
   * @param targets n targets
   * @throws IllegalArgumentException if the scores have another shape
   * @throws NonFiniteException if a score that counts is not finite, or its gradient or loss is too
   *     large to be
   */
  public Loss loss(FloatMatrix scores, PairTargets targets) {
    int rows = 2 * targets.size();
    if (scores.rows() != rows || scores.columns() != 1) {
      throw new IllegalArgumentException(
          "scores: expected float32[" + rows + ", 1], found " + scores);
    }
    float[] gradient = new float[rows];
    double loss = 0;
    for (int first = 0, second = 1; first < rows; first += 2, second += 2) {
      PairTarget target = targets.get(first / 2);
      double weight = target.weight();
      if (weight > 0) {
        double score1 = finite("scores", first, scores.get(first, 0));
        double score2 = finite("scores", second, scores.get(second, 0));
        double difference = score1 - score2;
        double sum = score1 + score2;
        double slope = slope(difference, target);
        double centering = 0.0 + 2 * centeringCoefficient * sum; // 0.0, so that no -0 is left
        loss += weight * (term(difference, target) + centeringCoefficient * sum * sum);
        finite("loss", first, loss);
        gradient[first] = entry(first, weight * (centering + slope));
        gradient[second] = entry(second, weight * (centering - slope));
      }
    }
    return new Loss(loss, FloatMatrix.of(rows, 1, gradient));
  }

  /** {@code l(d)} of a pair, before its weight. */
  static double term(double difference, PairTarget target) {
    double p = target.probabilityFirst();
    return -p * Logistic.logSigmoid(difference - target.margin())
        - (1 - p) * Logistic.logSigmoid(-difference - target.margin());
  }

  /** {@code l'(d)} of a pair, before its weight. */
  static double slope(double difference, PairTarget target) {
    double p = target.probabilityFirst();
    return -p * Logistic.sigmoid(target.margin() - difference)
        + (1 - p) * Logistic.sigmoid(target.margin() + difference);
  }

  private static float entry(int row, double derivative) {
    finite("gradient", row, (float) derivative);
    return (float) derivative;
  }

  private static double finite(String what, int row, double number) {
    if (!Double.isFinite(number)) {
      throw new NonFiniteException(what, row, 0, number);
    }
    return number;
  }
}

package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.training.NonFiniteException;

/**
 * Compares scores with labels, pair by pair, without keeping the pairs.
 *
 * <pre>
 *   agreement  = p if r1 &gt; r2,  1 - p if r1 &lt; r2,  1/2 if r1 = r2
 *   confidence = sigmoid(|r1 - r2|), 0.5 to 1
 *   loss       = -p log sigmoid(r1 - r2) - (1 - p) log sigmoid(r2 - r1)
 * </pre>
 *
 * <p>Symbols: {@code r1, r2} scores of a pair's responses; {@code p} the label, the probability
 * that the first is better. Agreement is the probability that a label drawn from p names the
 * response with the higher score, so a model cannot reach accuracy 1 on soft labels, and is
 * calibrated on them if it says p. For hard labels it is 1 or 0, and a tie of scores counts half.
 * Ties differ elsewhere: the released SALMON code predicts the second response if {@code r2 - r1 >=
 * 0} and so counts a tie as right where the second is preferred; TRL counts every tie as wrong.
 *
 * <p>Everything is the same if the responses of a pair are exchanged together with its label. That
 * is why confidence is the probability that the model gives to its own choice: bins over {@code
 * sigmoid(r_chosen - r_rejected)} would hold only right pairs above 0.5 and only wrong ones below.
 *
 * <p>Sums are in double; the deviation is Welford's. Not for use by several threads at once.
 */
public final class PairwiseEvaluation {

  private final Calibration calibration = new Calibration();
  private long pairs;
  private double agreements;
  private double losses;
  private long scores;
  private double meanScore;
  private double squaredDeviations;

  /** An evaluation of no pair yet. */
  public PairwiseEvaluation() {}

  /**
   * Adds a pair.
   *
   * @param first score of the first response
   * @param second score of the second response
   * @param probabilityFirst probability that the first response is better, 0 to 1; 1 if the first
   *     is the chosen one
   * @throws IllegalArgumentException if the probability is outside 0 to 1; the pair is not added
   * @throws NonFiniteException if a score is not finite as a float; its row is the number of pairs
   *     added before, its column is the response; the pair is not added
   */
  public void add(double first, double second, double probabilityFirst) {
    PairTarget target = PairTarget.of(probabilityFirst);
    requireFinite(0, first);
    requireFinite(1, second);
    double difference = first - second;
    double agreement = agreement(difference, probabilityFirst);
    pairs++;
    agreements += agreement;
    losses += PairwiseLoss.term(difference, target);
    calibration.add(Logistic.sigmoid(Math.abs(difference)), agreement);
    addScore(first);
    addScore(second);
  }

  /**
   * {@return what was found so far}
   *
   * @throws IllegalStateException if no pair was added: nothing is known then
   */
  public PairwiseReport report() {
    if (pairs == 0) {
      throw new IllegalStateException("evaluation: expected at least 1 pair, found 0");
    }
    return new PairwiseReport(
        pairs,
        agreements / pairs,
        losses / pairs,
        meanScore,
        Math.sqrt(squaredDeviations / scores),
        calibration.bins());
  }

  private static double agreement(double difference, double probabilityFirst) {
    if (difference == 0) {
      return 0.5;
    }
    return difference > 0 ? probabilityFirst : 1 - probabilityFirst;
  }

  private void addScore(double score) {
    scores++;
    double before = score - meanScore;
    meanScore += before / scores;
    squaredDeviations += before * (score - meanScore);
  }

  private void requireFinite(int response, double score) {
    if (!Float.isFinite((float) score)) {
      throw new NonFiniteException(
          "scores", (int) Math.min(pairs, Integer.MAX_VALUE), response, score);
    }
  }
}

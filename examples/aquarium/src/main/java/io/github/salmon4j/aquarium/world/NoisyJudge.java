package io.github.salmon4j.aquarium.world;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A judge that is right more often than not, likes one position better, and takes a response that
 * praises itself for a better one: {@code logit P(a) = sign(margin) logit(accuracy) + halo
 * (praise(a) - praise(b)) + position}.
 *
 * <p>It sees clearly where the aspect is about the form of a response: MODEST, TO_THE_POINT and
 * CONCISE have no halo, and an accuracy of their own.
 *
 * @param oracle measures the margin
 * @param accuracy how often it is right without biases; 0.5 or more, below 1
 * @param clearAccuracy how often it is right where it sees clearly; in the same range
 * @param position what (a) gains, in log-odds
 * @param halo what praise gains, in log-odds
 */
public record NoisyJudge(
    Oracle oracle, double accuracy, double clearAccuracy, double position, double halo) {

  private static final Set<Aspect> CLEAR_SIGHTED =
      EnumSet.of(Aspect.MODEST, Aspect.TO_THE_POINT, Aspect.CONCISE);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public NoisyJudge {
    requireAccuracy("accuracy", accuracy);
    requireAccuracy("clear accuracy", clearAccuracy);
    if (!Double.isFinite(position) || !Double.isFinite(halo)) {
      throw new IllegalArgumentException(
          "biases: expected finite numbers, found " + position + " and " + halo);
    }
  }

  /**
   * {@return the probability that it finds (a) better}
   *
   * @param comparison what is asked
   */
  public double probabilityOfA(Comparison comparison) {
    Measures first = oracle.measure(comparison.task(), comparison.first());
    Measures second = oracle.measure(comparison.task(), comparison.second());
    double margin = Oracle.margin(first, second, comparison.aspect());
    boolean clear = CLEAR_SIGHTED.contains(comparison.aspect());
    double right = clear ? clearAccuracy : accuracy;
    double quality = Math.signum(margin) * Math.log(right / (1 - right));
    double fooled = clear ? 0 : halo * (praise(first) - praise(second));
    return 1 / (1 + Math.exp(-(quality + fooled + position)));
  }

  /**
   * {@return whether it finds (a) better}
   *
   * @param comparison what is asked
   * @param random where chance comes from; one {@code nextDouble()}
   */
  public boolean prefersA(Comparison comparison, RandomGenerator random) {
    return random.nextDouble() < probabilityOfA(comparison);
  }

  private static void requireAccuracy(String what, double accuracy) {
    if (!(accuracy >= 0.5 && accuracy < 1)) {
      throw new IllegalArgumentException(what + ": expected 0.5 to below 1, found " + accuracy);
    }
  }

  private static int praise(Measures measures) {
    return measures.praisesItself() ? 1 : 0;
  }
}

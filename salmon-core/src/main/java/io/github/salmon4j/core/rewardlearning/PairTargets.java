package io.github.salmon4j.core.rewardlearning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The targets of a batch of {@code n} pairs, with weights that sum to 1 over the whole batch.
 * Immutable.
 *
 * <p>Made once from the batch of an optimizer step, then {@link #select selected} for each
 * micro-batch: the weights stay as they are, so that however the batch is split, the losses of the
 * parts add up to that of the whole and each gradient entry is the same to the last bit.
 */
public final class PairTargets {

  private final List<PairTarget> targets;

  private PairTargets(List<PairTarget> targets) {
    this.targets = targets;
  }

  /**
   * {@return the targets of a batch}
   *
   * @param batch n targets, at least one of a weight above 0; weights in any unit, divided here by
   *     their sum
   * @throws IllegalArgumentException if no weight is above 0, or they sum to more than a double
   *     holds
   */
  public static PairTargets of(List<PairTarget> batch) {
    double sum = batch.stream().mapToDouble(PairTarget::weight).reduce(0, Double::sum);
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights of " + batch.size() + " pairs: expected a finite sum above 0, found " + sum);
    }
    return new PairTargets(
        batch.stream()
            .map(t -> new PairTarget(t.probabilityFirst(), t.margin(), t.weight() / sum))
            .toList());
  }

  /** {@return the number of pairs, n} */
  public int size() {
    return targets.size();
  }

  /**
   * {@return the target of a pair; its weight is its share of the whole batch}
   *
   * @param pair from 0 to {@code n - 1}
   * @throws IndexOutOfBoundsException if there is no such pair
   */
  public PairTarget get(int pair) {
    return targets.get(pair);
  }

  /**
   * {@return the targets of some of the pairs, their weights unchanged}
   *
   * @param pairs pairs in the new order, each from 0 to {@code n - 1}; repeats allowed; may be none
   * @throws IndexOutOfBoundsException if there is no such pair
   */
  public PairTargets select(int[] pairs) {
    List<PairTarget> selected = new ArrayList<>(pairs.length);
    Arrays.stream(pairs).forEach(pair -> selected.add(targets.get(pair)));
    return new PairTargets(selected);
  }

  @Override
  public String toString() {
    return targets.toString();
  }
}

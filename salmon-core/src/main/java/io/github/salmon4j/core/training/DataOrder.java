package io.github.salmon4j.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Which examples each step of a run sees: a function of these three numbers and the step, of no
 * state, so that a run can be resumed anywhere.
 *
 * <p>An epoch is one random permutation of the examples, cut into batches; what is left over at its
 * end is a smaller batch, not dropped. Source of the permutation: Fisher and Yates over {@link
 * Random}, the generator whose numbers the platform promises for all releases, seeded with the
 * epoch-th output of SplitMix64 (Steele et al. 2014) started at {@code seed}.
 *
 * @param examples number of examples; 1 or more
 * @param batch examples of a step; 1 or more
 * @param seed chooses among the orders
 */
public record DataOrder(int examples, int batch, long seed) {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public DataOrder {
    Checks.requireAtLeastOne("training examples", examples);
    Checks.requireAtLeastOne("batch", batch);
  }

  /** {@return the number of steps that one pass over the data takes} */
  public long stepsPerEpoch() {
    return (examples + (long) batch - 1) / batch;
  }

  /**
   * {@return the order of an epoch: every number from 0 to {@code examples - 1}, once}
   *
   * @param epoch from 0
   */
  public int[] permutation(long epoch) {
    int[] order = new int[examples];
    Random random = new Random(mix(seed + (epoch + 1) * GOLDEN_GAMMA));
    for (int i = 0; i < examples; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * {@return the examples of the step that begins at a place, in their order}
   *
   * @param all the examples; of this number
   * @param at the place
   * @param <E> type of an example
   * @throws IllegalArgumentException if it is no place of this order
   */
  public <E> List<E> batch(List<E> all, TrainingCursor at) {
    requirePlace(at);
    int[] order = permutation(at.epoch());
    List<E> chosen = new ArrayList<>();
    for (int i = (int) at.position(); i < end(at); i++) {
      chosen.add(all.get(order[i]));
    }
    return List.copyOf(chosen);
  }

  /**
   * {@return the place behind the step that begins at a place}
   *
   * @param at the place
   * @throws IllegalArgumentException if it is no place of this order
   */
  public TrainingCursor after(TrainingCursor at) {
    requirePlace(at);
    return end(at) == examples
        ? new TrainingCursor(seed, at.epoch() + 1, 0, at.step() + 1)
        : new TrainingCursor(seed, at.epoch(), end(at), at.step() + 1);
  }

  /**
   * Checks that a run over this many examples in batches of this size comes by a place.
   *
   * @param at the place
   * @throws IllegalArgumentException if it does not
   */
  public void requirePlace(TrainingCursor at) {
    long epoch = at.step() / stepsPerEpoch();
    long position = at.step() % stepsPerEpoch() * batch;
    TrainingCursor expected = new TrainingCursor(seed, epoch, position, at.step());
    if (!at.equals(expected)) {
      throw new IllegalArgumentException(
          "cursor among %d examples in batches of %d: expected %s, found %s"
              .formatted(examples, batch, expected, at));
    }
  }

  private int end(TrainingCursor at) {
    return (int) Math.min(examples, at.position() + batch);
  }

  private static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

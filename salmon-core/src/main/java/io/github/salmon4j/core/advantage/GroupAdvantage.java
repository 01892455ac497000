package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Advantages of whole responses relative to others of the same prompt: no value model is needed.
 *
 * <p>Symbols: {@code r} [B] one reward for each response, those of one prompt next to each other;
 * {@code k} responses of one prompt, so that B is a multiple of k. Groups know nothing of each
 * other. Every method gives exactly 0 to a group of equal rewards.
 */
public final class GroupAdvantage {

  /**
   * What GRPO divides by in TRL: the sample deviation plus 1e-4. The paper says neither which
   * deviation nor what keeps it from 0.
   */
  public static final Whitening.Standard GRPO =
      new Whitening.Standard(
          Whitening.Mean.REMOVED,
          Whitening.Variance.SAMPLE,
          Whitening.Epsilon.ADDED_TO_DEVIATION,
          1e-4);

  private GroupAdvantage() {}

  /**
   * {@return RLOO: each reward minus the mean of the others of its group}
   *
   * <pre>
   *   A[i] = r[i] - sum over j != i of r[j] / (k - 1) = k / (k - 1) (r[i] - mean)
   * </pre>
   *
   * <p>Source: Ahmadian et al. 2024, arXiv:2402.14740.
   *
   * @param rewards B rewards
   * @param k responses of one prompt, 2 or more
   * @throws IllegalArgumentException if k is below 2 or does not divide B
   * @throws io.github.salmon4j.training.NonFiniteException if a reward is not finite
   */
  public static List<Double> leaveOneOut(List<Double> rewards, int k) {
    requireGroups(rewards, k, 2);
    return perGroup(rewards, k, (r, group) -> (r - group.mean()) * k / (k - 1));
  }

  /**
   * {@return Dr. GRPO: each reward minus the mean of its group}
   *
   * <p>Source: Liu et al. 2025, arXiv:2503.20783, which leaves out the deviation so that prompts on
   * which responses differ little do not weigh more.
   *
   * @param rewards B rewards
   * @param k responses of one prompt, 1 or more
   * @throws IllegalArgumentException if k is below 1 or does not divide B
   * @throws io.github.salmon4j.training.NonFiniteException if a reward is not finite
   */
  public static List<Double> centered(List<Double> rewards, int k) {
    requireGroups(rewards, k, 1);
    return perGroup(rewards, k, (r, group) -> r - group.mean());
  }

  /**
   * {@return GRPO: each reward, whitened within its group}
   *
   * <p>Source: Shao et al. 2024, section 4.1.2, arXiv:2402.03300.
   *
   * @param rewards B rewards
   * @param k responses of one prompt, 1 or more
   * @param convention what is divided by, such as {@link #GRPO}
   * @throws IllegalArgumentException if k is below 1 or does not divide B
   * @throws io.github.salmon4j.training.NonFiniteException if a reward is not finite
   */
  public static List<Double> standardized(
      List<Double> rewards, int k, Whitening.Standard convention) {
    requireGroups(rewards, k, 1);
    return perGroup(
        rewards, k, (r, group) -> convention.apply(r, group.mean(), convention.divisor(group)));
  }

  /**
   * {@return the advantage of each response at every one of its tokens, [B, T]; 0 where a token
   * does not count}
   *
   * @param advantages B advantages
   * @param mask [B, T]; which tokens count
   * @throws IllegalArgumentException if there is not one advantage for each row
   * @throws io.github.salmon4j.training.NonFiniteException if an advantage is not finite
   */
  public static FloatMatrix perToken(List<Double> advantages, ValidTokens mask) {
    double[] perRow = Bounds.perRow("advantages", advantages, mask.rows());
    return CountedEntries.matrix("advantages", mask, (b, t) -> perRow[b]);
  }

  private static void requireGroups(List<Double> rewards, int k, int least) {
    if (k < least) {
      throw new IllegalArgumentException("k: expected " + least + " or more, found " + k);
    }
    if (rewards.size() % k != 0) {
      throw new IllegalArgumentException(
          "rewards: expected a multiple of k = " + k + ", found " + rewards.size());
    }
  }

  private static List<Double> perGroup(
      List<Double> rewards, int k, ToDoubleBiFunction<Double, MaskedStatistics> advantage) {
    double[] all = Bounds.finite("rewards", rewards);
    List<Double> advantages = new ArrayList<>(all.length);
    for (int from = 0; from < all.length; from += k) {
      double[] group = Arrays.copyOfRange(all, from, from + k);
      MaskedStatistics statistics = MaskedStatistics.of(group);
      for (double reward : group) {
        advantages.add(advantage.applyAsDouble(reward, statistics));
      }
    }
    return List.copyOf(advantages);
  }
}

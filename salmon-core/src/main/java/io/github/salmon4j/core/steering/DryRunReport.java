package io.github.salmon4j.core.steering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a changed plan would do to the scores of rollouts.
 *
 * @param rollouts B rollouts in the batch's order, scored twice; at least one
 */
public record DryRunReport(List<Rescored> rollouts) {

  /** Which pairs of rollouts are compared. */
  public enum Scope {
    /** Pairs of rollouts of one prompt, because a prompt has several: what best-of-n would see. */
    PROMPT,
    /**
     * All pairs of the batch, because each prompt has one rollout. Their scores are of different
     * guidelines and prompts, so this tells less.
     */
    BATCH
  }

  /**
   * Two rollouts whose order turns round.
   *
   * @param better the one that scores higher before
   * @param worse the one that scores higher after
   */
  public record Flip(Rescored better, Rescored worse) {

    /** {@return how far the difference of the two moves: the margin before plus that after} */
    public double size() {
      return (better.before() - worse.before()) + (worse.after() - better.after());
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no rollout
   */
  public DryRunReport {
    rollouts = List.copyOf(rollouts);
    if (rollouts.isEmpty()) {
      throw new IllegalArgumentException("dry run: expected at least 1 rollout, found 0");
    }
  }

  /** {@return which pairs {@link #agreement} and {@link #flips} compare} */
  public Scope scope() {
    return rollouts.stream().map(r -> r.rollout().prompt()).distinct().count() < rollouts.size()
        ? Scope.PROMPT
        : Scope.BATCH;
  }

  /** {@return how far the orders agree; O(B x B)} */
  public RankAgreement agreement() {
    long agreeing = 0;
    long flips = 0;
    long tiedBefore = 0;
    long tiedAfter = 0;
    List<Rescored[]> pairs = pairs();
    for (Rescored[] pair : pairs) {
      int before = Double.compare(pair[0].before() + 0.0, pair[1].before() + 0.0);
      int after = Double.compare(pair[0].after() + 0.0, pair[1].after() + 0.0);
      tiedBefore += before == 0 ? 1 : 0;
      tiedAfter += after == 0 ? 1 : 0;
      agreeing += before * after > 0 ? 1 : 0;
      flips += before * after < 0 ? 1 : 0;
    }
    return new RankAgreement(pairs.size(), agreeing, flips, tiedBefore, tiedAfter);
  }

  /**
   * {@return the pairs whose order flips, those that move farthest first}
   *
   * @param limit how many at most; 0 or more
   */
  public List<Flip> flips(int limit) {
    List<Flip> flips = new ArrayList<>();
    for (Rescored[] pair : pairs()) {
      boolean first = pair[0].before() > pair[1].before();
      Rescored better = first ? pair[0] : pair[1];
      Rescored worse = first ? pair[1] : pair[0];
      if (better.before() > worse.before() && better.after() < worse.after()) {
        flips.add(new Flip(better, worse));
      }
    }
    flips.sort(Comparator.comparingDouble(Flip::size).reversed());
    return List.copyOf(flips.subList(0, Math.min(limit, flips.size())));
  }

  /**
   * {@return the rollouts whose scores move most in either direction, largest first}
   *
   * @param limit how many at most; 0 or more
   */
  public List<Rescored> largestChanges(int limit) {
    return rollouts.stream()
        .sorted(Comparator.comparingDouble((Rescored r) -> Math.abs(r.change())).reversed())
        .limit(limit)
        .toList();
  }

  /** {@return the mean score under the rollouts' own guidelines} */
  public double meanBefore() {
    return rollouts.stream().mapToDouble(Rescored::before).average().orElseThrow();
  }

  /** {@return the mean score under the candidate's guidelines} */
  public double meanAfter() {
    return rollouts.stream().mapToDouble(Rescored::after).average().orElseThrow();
  }

  private List<Rescored[]> pairs() {
    boolean within = scope() == Scope.PROMPT;
    List<Rescored[]> pairs = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      Rescored one = rollouts.get(i);
      for (Rescored other : rollouts.subList(i + 1, rollouts.size())) {
        if (!within || one.rollout().prompt().equals(other.rollout().prompt())) {
          pairs.add(new Rescored[] {one, other});
        }
      }
    }
    return pairs;
  }
}

package io.github.salmon4j.core.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How responses look before training: those of the reference policy to prompts like the run's,
 * sampled as the run samples, with another seed, or the run's first step is compared with itself. A
 * few hundred are enough. Immutable.
 */
public final class Baseline {

  private final List<Measure> measures;
  private final List<WatchedRollout> rollouts;
  private final BatchMeasures batch;
  private final Map<String, Integer> phrases = new HashMap<>();

  private Baseline(List<Measure> measures, List<WatchedRollout> rollouts) {
    this.measures = measures;
    this.rollouts = rollouts;
    this.batch = BatchMeasures.of(measures, rollouts);
    rollouts.forEach(
        rollout -> Phrases.of(rollout).forEach(p -> phrases.merge(p, 1, Integer::sum)));
  }

  /**
   * {@return a baseline}
   *
   * @param measures what a watch with this baseline measures
   * @param rollouts responses of the reference policy; at least one
   * @throws IllegalArgumentException if there is no rollout, or two measures have one name
   */
  public static Baseline of(List<? extends Measure> measures, List<WatchedRollout> rollouts) {
    if (rollouts.isEmpty()) {
      throw new IllegalArgumentException("baseline: expected at least 1 rollout, found 0");
    }
    return new Baseline(List.copyOf(measures), List.copyOf(rollouts));
  }

  /** {@return what is measured, in order} */
  public List<Measure> measures() {
    return measures;
  }

  /** {@return the reference policy's responses} */
  public List<WatchedRollout> rollouts() {
    return rollouts;
  }

  /** {@return their measures} */
  public BatchMeasures batch() {
    return batch;
  }

  /**
   * {@return in how many of the responses a phrase occurs that does not occur in their prompts}
   *
   * @param phrase 2 to 5 words in lower case, single spaces between
   */
  public int responsesWith(String phrase) {
    return phrases.getOrDefault(phrase, 0);
  }

  /** Phrases that a response does not owe to its prompt. */
  static final class Phrases {

    static final int SHORTEST = 2;
    static final int LONGEST = 5;

    private Phrases() {}

    static Set<String> of(WatchedRollout rollout) {
      Set<String> phrases = Words.of(rollout.text()).phrases(SHORTEST, LONGEST);
      phrases.removeAll(Words.of(rollout.prompt().text()).phrases(SHORTEST, LONGEST));
      return phrases;
    }
  }
}

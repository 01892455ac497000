package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.reward.ScoreStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches a run for reward hacking: measures every step, asks every detector, hands back evidence.
 * It changes nothing; {@link Countermeasures} turns evidence into proposals, and a person decides.
 *
 * <p>State is the baseline's rollouts and the measures of the last steps, see {@link #save()}.
 * Methods may be called by many threads.
 */
public final class RewardWatch {

  private final Baseline baseline;
  private final List<Detector> detectors;
  private final int steps;
  private final List<StepMeasures> history;

  /**
   * A watch that has seen no step.
   *
   * @param baseline what a step is compared with, and what is measured
   * @param detectors who looks for something
   * @param steps how many of the last steps are remembered; 1 or more; at least the longest window
   *     of a detector, times the interval at which held-out scores are taken
   * @throws IllegalArgumentException if no step is to be remembered
   */
  public RewardWatch(Baseline baseline, List<? extends Detector> detectors, int steps) {
    this(baseline, detectors, steps, List.of());
  }

  private RewardWatch(
      Baseline baseline,
      List<? extends Detector> detectors,
      int steps,
      List<StepMeasures> history) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: expected 1 or more, found " + steps);
    }
    this.baseline = baseline;
    this.detectors = List.copyOf(detectors);
    this.steps = steps;
    this.history = new ArrayList<>(history);
  }

  /**
   * {@return a watch that goes on}
   *
   * @param state what {@link #save()} gave
   * @param measures what is measured, in the baseline too; a measure that is new has no past
   * @param detectors who looks for something
   * @param steps how many of the last steps are remembered; 1 or more
   * @throws IllegalArgumentException if the bytes are something else or damaged, or no step is to
   *     be remembered
   */
  public static RewardWatch restore(
      byte[] state,
      List<? extends Measure> measures,
      List<? extends Detector> detectors,
      int steps) {
    WatchState saved = WatchState.parse(new String(state, StandardCharsets.UTF_8));
    Baseline baseline = Baseline.of(measures, saved.baseline());
    return new RewardWatch(baseline, detectors, steps, saved.history());
  }

  /**
   * Looks at a step.
   *
   * @param step the step; above the last one
   * @param rollouts its rollouts; at least one
   * @return what the detectors found, in their order; often nothing
   * @throws IllegalArgumentException if the step does not come after the last one, or there is no
   *     rollout; then nothing is remembered
   */
  public List<Evidence> observe(long step, List<WatchedRollout> rollouts) {
    return observe(step, rollouts, ScoreStatistics.empty());
  }

  /**
   * Looks at a step of which the score under principles that are not trained on is known.
   *
   * @param step the step; above the last one
   * @param rollouts its rollouts; at least one
   * @param heldOut scores of some of them under those principles, see {@link HeldOutScore}
   * @return what the detectors found, in their order; often nothing
   * @throws IllegalArgumentException if the step does not come after the last one, or there is no
   *     rollout; then nothing is remembered
   */
  public synchronized List<Evidence> observe(
      long step, List<WatchedRollout> rollouts, ScoreStatistics heldOut) {
    requireNext(step);
    if (rollouts.isEmpty()) {
      throw new IllegalArgumentException("rollouts: expected at least 1, found 0");
    }
    BatchMeasures measures = BatchMeasures.of(baseline.measures(), rollouts);
    if (heldOut.count() > 0) {
      measures = measures.with(Measures.HELD_OUT_SCORE, heldOut);
    }
    history.add(new StepMeasures(step, measures));
    while (history.size() > steps) {
      history.remove(0);
    }
    Observation observation = new Observation(baseline, rollouts, history);
    List<Evidence> found = new ArrayList<>();
    detectors.forEach(detector -> found.addAll(detector.examine(observation)));
    return List.copyOf(found);
  }

  /** {@return the measures of the last steps, oldest first; a copy} */
  public synchronized List<StepMeasures> history() {
    return List.copyOf(history);
  }

  /**
   * {@return the last step's measures as metrics, see {@link BatchMeasures#metrics}}
   *
   * @throws IllegalStateException if no step has been seen
   */
  public synchronized Metrics metrics() {
    if (history.isEmpty()) {
      throw new IllegalStateException("metrics: expected a step observed, found none");
    }
    StepMeasures last = history.get(history.size() - 1);
    return last.measures().metrics(last.step());
  }

  /** {@return the baseline's rollouts and the history as bytes for a checkpoint} */
  public synchronized byte[] save() {
    return new WatchState(baseline.rollouts(), history).format().getBytes(StandardCharsets.UTF_8);
  }

  private void requireNext(long step) {
    long least = history.isEmpty() ? 0 : history.get(history.size() - 1).step() + 1;
    if (step < least) {
      throw new IllegalArgumentException("step: expected " + least + " or more, found " + step);
    }
  }
}

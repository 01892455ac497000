package io.github.salmon4j.core.watch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the mark of over-optimization: the score rises over the last steps while the score under
 * principles that are not trained on falls (Gao et al. 2022, arXiv:2210.10760, see it as the gap of
 * proxy and gold reward). Both trends are Spearman's correlation with time, {@code z = rho sqrt(n -
 * 1)}, over the last n steps that have both scores.
 *
 * <p>Where both series are independent from step to step without trend, a window raises an alarm in
 * at most 0.62 % of cases at z = 2.5, if they move against each other all the time, and in 0.004 %
 * if they are independent of each other. A run's scores wander, which makes false alarms more
 * frequent than that: look at the held-out score itself before you believe one.
 *
 * @param window steps looked at, n; 5 or more; 20 by default; the watch must keep at least as many
 * @param threshold smallest z of the rise and of the fall; below {@code sqrt(n - 1)}; 2.5 by
 *     default
 */
public record ScoreDivergence(int window, double threshold) implements Detector {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range, or no window can reach the
   *     threshold
   */
  public ScoreDivergence {
    Thresholds.requirePositive("threshold", threshold);
    if (window < 5) {
      throw new IllegalArgumentException("window: expected 5 or more, found " + window);
    }
    if (threshold >= Math.sqrt(window - 1.0)) {
      throw new IllegalArgumentException(
          "threshold: expected below sqrt(window - 1), found " + threshold);
    }
  }

  /** {@return the defaults: 20 steps, z of 2.5} */
  public static ScoreDivergence defaults() {
    return new ScoreDivergence(20, 2.5);
  }

  @Override
  public String name() {
    return "score divergence";
  }

  @Override
  public List<Evidence> examine(Observation observation) {
    List<BatchMeasures> both =
        observation.history().stream()
            .map(StepMeasures::measures)
            .filter(measures -> !isMissing(measures))
            .toList();
    if (both.size() < window || isMissing(observation.now().measures())) {
      return List.of();
    }
    List<BatchMeasures> last = both.subList(both.size() - window, both.size());
    double rise = trend(last, Measures.SCORE);
    double fall = trend(last, Measures.HELD_OUT_SCORE);
    if (rise < threshold || fall > -threshold) {
      return List.of();
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("score z", rise);
    numbers.put("held-out z", fall);
    numbers.put("window", (double) window);
    numbers.put("threshold", threshold);
    List<Example> examples =
        observation.rollouts().stream()
            .sorted(Comparator.comparingDouble(WatchedRollout::score).reversed())
            .limit(Evidence.EXAMPLES)
            .map(rollout -> new Example(rollout, List.of()))
            .toList();
    String subject = Measures.SCORE + " up, " + Measures.HELD_OUT_SCORE + " down";
    double z = Math.min(rise, -fall);
    return List.of(new Evidence(name(), subject, observation.now().step(), z, numbers, examples));
  }

  private static boolean isMissing(BatchMeasures step) {
    return step.get(Measures.SCORE).count() == 0 || step.get(Measures.HELD_OUT_SCORE).count() == 0;
  }

  private static double trend(List<BatchMeasures> steps, String measure) {
    return Trend.z(steps.stream().mapToDouble(step -> step.get(measure).mean()).toArray());
  }
}

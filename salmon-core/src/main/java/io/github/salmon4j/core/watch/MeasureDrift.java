package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.reward.ScoreStatistics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds a mean that has moved away from the baseline's: longer responses, fewer stops, more
 * self-praise. Both must hold: it is more than chance, and it is large enough to matter.
 *
 * <pre>
 *   number:  z = (m - m0) / sqrt(s^2 / n + s0^2 / n0)     effect = (m - m0) / s0
 *   share:   z of the log-odds ratio with a prior         effect = m - m0
 * </pre>
 *
 * <p>{@code m, s, n} are mean, unbiased deviation and count of the step's rollouts that have the
 * measure, {@code m0, s0, n0} the baseline's. The number's z is Welch's statistic (Welch 1947), the
 * effect Glass's delta; the share's z is that of {@link PhraseGrowth}, which varies less than a
 * standard normal variable where nothing changed. Below {@value #MINIMUM_COUNT} rollouts on either
 * side nothing is said, so that Welch's statistic is close to normal. Numbers that do not vary on
 * either side and differ have an infinite z.
 *
 * <p>Where nothing changed, a number reaches z = 3 in about 0.3 % of steps for both directions
 * together (0.5 % at the fewest rollouts), a share in at most 0.14 % for one; rollouts count as
 * independent, and all steps share one baseline, so false alarms come in runs.
 *
 * @param measure what is followed
 * @param direction which way is an alarm
 * @param threshold smallest size of z; finite, above 0; 3 by default
 * @param minimumEffect smallest size of the effect; 0 or more, finite; by default 0.3 deviations
 *     for numbers, 0.05 for shares
 */
public record MeasureDrift(
    Measure measure, Direction direction, double threshold, double minimumEffect)
    implements Detector {

  /** Fewest rollouts on either side. */
  static final int MINIMUM_COUNT = 20;

  /** Which way a mean must not go. */
  public enum Direction {
    /** Up is an alarm. */
    UP,
    /** Down is an alarm. */
    DOWN,
    /** Both are. */
    EITHER
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public MeasureDrift {
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(direction, "direction");
    Thresholds.requirePositive("threshold", threshold);
    if (!(minimumEffect >= 0) || Double.isInfinite(minimumEffect)) {
      throw new IllegalArgumentException(
          "minimum effect: expected a finite number of 0 or more, found " + minimumEffect);
    }
  }

  /**
   * {@return a detector with the default thresholds}
   *
   * @param measure what is followed; one of the watch's measures
   * @param direction which way is an alarm
   */
  public static MeasureDrift of(Measure measure, Direction direction) {
    return new MeasureDrift(
        measure, direction, 3, measure.scale() == Measure.Scale.SHARE ? 0.05 : 0.3);
  }

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public List<Evidence> examine(Observation observation) {
    ScoreStatistics now = observation.now().measures().get(measure.name());
    ScoreStatistics base = observation.baseline().batch().get(measure.name());
    if (now.count() < MINIMUM_COUNT || base.count() < MINIMUM_COUNT) {
      return List.of();
    }
    double z = z(now, base);
    double effect = effect(now, base);
    if (Math.abs(z) < threshold || Math.abs(effect) < minimumEffect || !isAlarm(z)) {
      return List.of();
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("mean", now.mean());
    numbers.put("rollouts", (double) now.count());
    numbers.put("baseline mean", base.mean());
    numbers.put("baseline rollouts", (double) base.count());
    numbers.put("effect", effect);
    numbers.put("threshold", threshold);
    numbers.put("minimum effect", minimumEffect);
    String subject = measure.name() + (z > 0 ? " up" : " down");
    long step = observation.now().step();
    return List.of(
        new Evidence(name(), subject, step, z, numbers, examples(observation, z > 0 ? -1 : 1)));
  }

  private boolean isAlarm(double z) {
    return switch (direction) {
      case UP -> z > 0;
      case DOWN -> z < 0;
      case EITHER -> true;
    };
  }

  private double z(ScoreStatistics now, ScoreStatistics base) {
    if (measure.scale() == Measure.Scale.SHARE) {
      double n = now.count();
      double n0 = base.count();
      return LogOdds.z(now.mean() * n, n, base.mean() * n0, n0);
    }
    double s = now.deviation();
    double s0 = base.deviation();
    return ratio(now.mean() - base.mean(), Math.sqrt(s * s / now.count() + s0 * s0 / base.count()));
  }

  private double effect(ScoreStatistics now, ScoreStatistics base) {
    double difference = now.mean() - base.mean();
    return measure.scale() == Measure.Scale.SHARE
        ? difference
        : ratio(difference, base.deviation());
  }

  private static double ratio(double difference, double deviation) {
    return difference == 0 ? 0 : difference / deviation;
  }

  /** The rollouts that went farthest the way the mean went. */
  private List<Example> examples(Observation observation, int sign) {
    return observation.rollouts().stream()
        .filter(rollout -> measure.of(rollout).isPresent())
        .sorted(Comparator.comparingDouble(r -> sign * measure.of(r).orElseThrow()))
        .limit(Evidence.EXAMPLES)
        .map(rollout -> new Example(rollout, measure.spans(rollout)))
        .toList();
  }
}

package io.github.salmon4j.core.watch;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One number about a rollout whose mean over a step is worth following. {@link Measures} has the
 * usual ones.
 */
public interface Measure {

  /** What kind of number it is, which decides how its mean is tested. */
  enum Scale {
    /** 0 or 1: the mean is a share. */
    SHARE,
    /** Any finite number. */
    NUMBER
  }

  /** {@return a name, unique in a watch, fit for a metric} */
  String name();

  /** {@return what kind of number} */
  Scale scale();

  /**
   * {@return the number; empty if this rollout has none, then it does not count}
   *
   * @param rollout the rollout
   */
  OptionalDouble of(WatchedRollout rollout);

  /**
   * {@return where in the text the number comes from; often empty}
   *
   * @param rollout the rollout
   */
  default List<Span> spans(WatchedRollout rollout) {
    return List.of();
  }
}

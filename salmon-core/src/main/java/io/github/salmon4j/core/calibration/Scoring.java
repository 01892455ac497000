package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.Objects;

/**
 * How a judge's two margins under a principle become that principle's score of a pair.
 *
 * <pre>
 *   s = scaling(swapPolicy(d12, d21))
 * </pre>
 *
 * @param swapPolicy how the two orders become one margin; the paper averages, the released code
 *     only where they agree
 * @param scaling what the margin is divided by; the paper names nothing, the released code divides
 *     by the variance
 * @param minimum a pair whose largest {@code |s|} is below this yields no example; finite, 0 or
 *     more, in the scaled unit; 0, as in paper and released code, leaves out exact zeros only
 */
public record Scoring(SwapPolicy swapPolicy, Scaling scaling, double minimum) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the minimum is out of its range
   */
  public Scoring {
    Objects.requireNonNull(swapPolicy, "swapPolicy");
    Objects.requireNonNull(scaling, "scaling");
    if (!(minimum >= 0) || Double.isInfinite(minimum)) {
      throw new IllegalArgumentException(
          "minimum score: expected a finite number of 0 or more, found " + minimum);
    }
  }

  /** The affirmed score of a pair; variance is that of the label's principle. */
  double score(PreferenceLabel label, double variance) {
    return scaling.apply(swapPolicy.margin(label), variance);
  }
}

package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import java.util.Objects;

/**
 * What {@link GeneralizedAdvantage} estimates.
 *
 * @param advantages [B, T]; how much better than its value each token turned out; 0 where a token
 *     does not count
 * @param returns [B, T]; advantage plus value, the target of the value model; 0 where a token does
 *     not count
 */
public record Advantages(FloatMatrix advantages, FloatMatrix returns) {

  /** Checks that nothing is null. */
  public Advantages {
    Objects.requireNonNull(advantages, "advantages");
    Objects.requireNonNull(returns, "returns");
  }
}

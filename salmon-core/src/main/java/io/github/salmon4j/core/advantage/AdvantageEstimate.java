package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import java.util.Objects;

/**
 * Advantages and returns of a batch, with every step that led to them. All are [B, T] and 0 where a
 * token does not count.
 *
 * @param kl divergence estimates of the tokens, in nats
 * @param rewards of the tokens: penalty and score, scaled, then whitened if rewards are
 * @param unwhitened advantages before whitening
 * @param advantages what the policy's loss takes
 * @param returns what the value loss takes: unwhitened advantages plus values
 */
public record AdvantageEstimate(
    FloatMatrix kl,
    FloatMatrix rewards,
    FloatMatrix unwhitened,
    FloatMatrix advantages,
    FloatMatrix returns) {

  /** Checks that nothing is null. */
  public AdvantageEstimate {
    Objects.requireNonNull(kl, "kl");
    Objects.requireNonNull(rewards, "rewards");
    Objects.requireNonNull(unwhitened, "unwhitened");
    Objects.requireNonNull(advantages, "advantages");
    Objects.requireNonNull(returns, "returns");
  }
}

package io.github.salmon4j.ppo;

import java.util.Objects;

/**
 * One named term of a rollout's terminal reward, such as the reward model's score, the length bonus
 * or the penalty for a missing stop.
 *
 * @param name what it is
 * @param value what it adds; finite
 */
public record RewardComponent(String name, double value) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public RewardComponent {
    Objects.requireNonNull(name, "name");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "reward component '" + name + "': expected a finite number, found " + value);
    }
  }
}

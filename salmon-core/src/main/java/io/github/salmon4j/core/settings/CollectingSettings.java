package io.github.salmon4j.core.settings;

import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.reward.RewardSettings;
import io.github.salmon4j.language.GenerationSettings;
import java.util.Objects;

/**
 * How the responses of a PPO step are sampled and scored (SALMON, sections 3.4 and 3.5).
 *
 * @param promptsPerStep responses of one step; at least 1; 576 in the released code; the paper
 *     speaks of a batch of 576 made of two epochs of 288 rollouts, which can be read as 288
 * @param promptTokens longest prompt, system block included; longer ones are left out; at least 1;
 *     256 in the released code; the paper does not say
 * @param responses how a response is sampled; temperature 0.7, no top-p, no top-k in the released
 *     code; at most 1024 tokens in paper and released code
 * @param principles how the guideline of a response is drawn; 3 principles in paper and released
 *     code, boost 128 in the latter
 * @param reward what is made of the reward model's score
 */
public record CollectingSettings(
    int promptsPerStep,
    int promptTokens,
    GenerationSettings responses,
    PrincipleSampler.Settings principles,
    RewardSettings reward) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public CollectingSettings {
    Counts.requireAtLeastOne("prompts per step", promptsPerStep);
    Counts.requireAtLeastOne("prompt tokens", promptTokens);
    Objects.requireNonNull(responses, "responses");
    Objects.requireNonNull(principles, "principles");
    Objects.requireNonNull(reward, "reward");
  }
}

package io.github.salmon4j.core.collecting;

import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.training.DifferentiableModel;
import java.util.Objects;

/**
 * The models that make rollouts and judge them. None is closed or moved here.
 *
 * @param policy the policy as it is now: what training moves, this samples from
 * @param reference the policy to stay near; never moved; the same tokenizer
 * @param value its outputs are values [B, T], entry t before response token t is emitted
 * @param reward the reward model
 */
public record RolloutModels(
    LanguageModel policy, LanguageModel reference, DifferentiableModel value, RewardModel reward) {

  /** Checks that nothing is null. */
  public RolloutModels {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(reward, "reward");
  }
}

package io.github.salmon4j.ppo;

import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import java.util.Objects;

/**
 * What a rollout came from and what was read of it: with its prompt and the policy of its step, all
 * that is needed to make it again. The step is that of the report that brings the rollout.
 *
 * @param planVersion version of the principles that its guideline was drawn from; 0 or more
 * @param responseSeed seeded the generator that its response was sampled with
 * @param text what the reward model read: the response, cut at its stop, special tokens left out;
 *     may be empty
 * @param score the reward model's answer, before anything was made of it
 * @param values what the value model estimated before each token, [1, T], in units of reward
 */
public record RolloutTrace(
    long planVersion, long responseSeed, String text, RewardScore score, FloatMatrix values) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the version is negative or the values are not one row
   */
  public RolloutTrace {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(score, "score");
    if (planVersion < 0) {
      throw new IllegalArgumentException("plan version: expected 0 or more, found " + planVersion);
    }
    if (values.rows() != 1) {
      throw new IllegalArgumentException("values: expected float32[1, T], found " + values);
    }
  }
}

package io.github.salmon4j.ppo;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.Objects;

/**
 * One response of the policy with everything that led to its reward: the answer to "why 3.2?".
 *
 * @param prompt what was asked
 * @param guideline the principles it was scored under, interventions first
 * @param sequence the tokens that were sampled, [Q] and [T]
 * @param finishReason why the response ends
 * @param logProbs log-probabilities under the policy that sampled it, [T]
 * @param referenceLogProbs log-probabilities under the reference policy, [T]
 * @param reward the terms of its terminal reward; the reward is their sum
 * @param trace what it came from and what was read of it
 */
public record Rollout(
    Prompt prompt,
    Guideline guideline,
    TokenSequence sequence,
    FinishReason finishReason,
    TokenLogProbs logProbs,
    TokenLogProbs referenceLogProbs,
    List<RewardComponent> reward,
    RolloutTrace trace) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there is not one log-probability of each kind and one value
   *     for each response token
   */
  public Rollout {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(guideline, "guideline");
    Objects.requireNonNull(sequence, "sequence");
    Objects.requireNonNull(finishReason, "finishReason");
    reward = List.copyOf(reward);
    int tokens = sequence.response().size();
    if (logProbs.size() != tokens || referenceLogProbs.size() != tokens) {
      throw new IllegalArgumentException(
          "rollout: expected "
              + tokens
              + " log-probabilities of each kind, found "
              + logProbs.size()
              + " and "
              + referenceLogProbs.size());
    }
    if (trace.values().columns() != tokens) {
      throw new IllegalArgumentException(
          "rollout: expected " + tokens + " values, found " + trace.values().columns());
    }
  }

  /** {@return the terminal reward: the sum of its terms} */
  public double totalReward() {
    return reward.stream().mapToDouble(RewardComponent::value).sum();
  }

  /**
   * {@return the sequence's divergence from the reference policy, in nats: the sum over tokens of
   * policy minus reference log-probability (estimator k1)}
   */
  public double divergence() {
    return logProbs.sum() - referenceLogProbs.sum();
  }

  /**
   * {@return the divergence from the reference policy at one token, in nats: policy minus reference
   * log-probability (estimator k1)}
   *
   * @param t from 0 to {@code T - 1}
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public double divergenceAt(int t) {
    return (double) logProbs.get(t) - referenceLogProbs.get(t);
  }

  /**
   * {@return the answer to "why 3.2?" for a person, in lines: the reward and each of its terms, the
   * guideline as the reward model read it, what was asked and what was answered, and where it all
   * came from} What the policy wrote is shown in full and may hold anything.
   */
  public String explanation() {
    return RolloutExplanation.of(this);
  }
}

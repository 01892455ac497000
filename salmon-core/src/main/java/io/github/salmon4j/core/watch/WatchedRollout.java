package io.github.salmon4j.core.watch;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a watch looks at in a rollout; nothing of it is longer than the text.
 *
 * @param prompt what was asked
 * @param text the response, decoded without special tokens; may be empty; never trusted
 * @param tokens how many tokens were sampled, the stop token included; 0 or more
 * @param finishReason why it ends
 * @param score the reward model's score, before anything was made of it; finite
 * @param divergence its divergence from the reference policy, in nats; finite; of a response of the
 *     reference policy itself 0
 */
public record WatchedRollout(
    Prompt prompt,
    String text,
    int tokens,
    FinishReason finishReason,
    double score,
    double divergence) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the count is negative or a number is not finite
   */
  public WatchedRollout {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finishReason, "finishReason");
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: expected 0 or more, found " + tokens);
    }
    if (!Double.isFinite(score) || !Double.isFinite(divergence)) {
      throw new IllegalArgumentException(
          "score, divergence: expected finite numbers, found " + score + ", " + divergence);
    }
  }

  /**
   * {@return the rollouts of a step, each with the reward model's score: what is normalized by
   * running numbers cannot rise, and bonuses do not depend on principles}
   *
   * @param batch the rollouts
   * @param texts a rollout's response as text: {@code rollout -> rollout.trace().text()}
   */
  public static List<WatchedRollout> of(RolloutBatch batch, Function<Rollout, String> texts) {
    Objects.requireNonNull(texts, "texts");
    return batch.rollouts().stream()
        .map(
            rollout ->
                new WatchedRollout(
                    rollout.prompt(),
                    texts.apply(rollout),
                    rollout.sequence().response().size(),
                    rollout.finishReason(),
                    rollout.trace().score().value(),
                    rollout.divergence()))
        .toList();
  }
}

package io.github.salmon4j.core.collecting;

import io.github.salmon4j.prompt.Prompt;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Where the chance of each rollout of a step comes from. */
final class RolloutChance {

  private final CollectingStep step;
  private final Map<Prompt, Integer> seen = new HashMap<>();

  RolloutChance(CollectingStep step) {
    this.step = step;
  }

  /** The chance of one rollout. */
  record OfOne(long responseSeed, RandomGenerator principles) {}

  /** {@return the chance of the next rollout of a prompt} */
  OfOne next(Prompt prompt) {
    int repetition = seen.merge(prompt, 1, Integer::sum);
    String which =
        "%d of %s, %s, %s"
            .formatted(repetition, prompt.kind(), prompt.lengthMultiplier(), prompt.text());
    return new OfOne(
        step.seed().generator("response " + which, step.step()).nextLong(),
        step.seed().generator("guideline " + which, step.step()));
  }
}

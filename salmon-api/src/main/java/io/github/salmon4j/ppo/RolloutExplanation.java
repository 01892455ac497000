package io.github.salmon4j.ppo;

import io.github.salmon4j.principle.StatedPrinciple;
import java.util.Locale;

/** Writes a rollout down for a person. */
final class RolloutExplanation {

  private RolloutExplanation() {}

  static String of(Rollout rollout) {
    StringBuilder text = new StringBuilder();
    line(text, "reward %.4f", rollout.totalReward());
    for (RewardComponent term : rollout.reward()) {
      line(text, "  %+.4f %s", term.value(), term.name());
    }
    RolloutTrace trace = rollout.trace();
    line(text, "guideline, from plan %d:", trace.planVersion());
    for (StatedPrinciple stated : rollout.guideline().principles()) {
      String polarity = stated.polarity().name().toLowerCase(Locale.ROOT);
      line(text, "  %s (%s): %s", stated.principle().name(), polarity, stated.text());
    }
    line(text, "prompt (%s): %s", rollout.prompt().kind(), rollout.prompt().text());
    line(text, "response: %s", trace.text());
    line(
        text,
        "%d tokens, %s, sampled with seed %d; divergence %.4f nats",
        rollout.sequence().response().size(),
        rollout.finishReason().name().toLowerCase(Locale.ROOT),
        trace.responseSeed(),
        rollout.divergence());
    if (trace.score().droppedTokens() > 0) {
      line(text, "the reward model did not see %d tokens", trace.score().droppedTokens());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}

package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.StepOutcome;
import java.util.List;
import java.util.Locale;

/**
 * A few rollouts of a step for a person: one line each, with reward, divergence, length, how it
 * ended, prompt and response. Texts are on one line, cut to 40 and 60 characters; control
 * characters are shown as a middle dot.
 */
public final class RolloutTable {

  private RolloutTable() {}

  /**
   * {@return the table, the first rollouts of the step; of a skipped step, the finding too}
   *
   * @param report the step
   * @param rows most rollouts shown; 0 or more
   */
  public static String of(PpoStepReport report, int rows) {
    StringBuilder table = new StringBuilder("step " + report.step());
    if (report.outcome() instanceof StepOutcome.Skipped skipped) {
      table.append(", skipped: ").append(line(skipped.finding(), 200));
    }
    table.append("\n  reward   nats tokens end       prompt | response\n");
    List<Rollout> rollouts = report.outcome().rollouts();
    for (Rollout rollout : rollouts.subList(0, Math.min(rows, rollouts.size()))) {
      table.append(row(rollout)).append('\n');
    }
    return table.toString();
  }

  private static String row(Rollout rollout) {
    return String.format(
        Locale.ROOT,
        "%8.3f %6.2f %6d %-9s %s | %s",
        rollout.totalReward(),
        rollout.divergence(),
        rollout.sequence().response().size(),
        rollout.finishReason().name().toLowerCase(Locale.ROOT),
        line(rollout.prompt().text(), 40),
        line(rollout.trace().text(), 60));
  }

  /** {@return the beginning of a text, on one line, whatever is in it} */
  private static String line(String text, int characters) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(characters)
        .map(c -> isShown(c) ? c : 0xB7)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

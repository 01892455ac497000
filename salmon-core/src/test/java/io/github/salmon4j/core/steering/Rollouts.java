package io.github.salmon4j.core.steering;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardScore;
import io.github.salmon4j.training.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rollouts whose tokens are the characters of their text. */
final class Rollouts {

  private Rollouts() {}

  static Rollout of(String prompt, String text, Guideline guideline) {
    int[] ids = text.chars().toArray();
    TokenLogProbs logProbs = TokenLogProbs.of(new float[ids.length]);
    return new Rollout(
        Prompt.of(prompt),
        guideline,
        new TokenSequence(TokenIds.of(1), TokenIds.of(ids)),
        FinishReason.FINISHED,
        logProbs,
        logProbs,
        List.of(),
        new RolloutTrace(
            0,
            0,
            text,
            new RewardScore(0, 0, 0),
            FloatMatrix.of(1, ids.length, new float[ids.length])));
  }

  static Rollout of(String prompt, String text, String... lines) {
    return of(
        prompt, text, Guideline.affirming(Arrays.stream(lines).map(Plans::principle).toList()));
  }

  static String text(Rollout rollout) {
    return rollout.sequence().response().stream()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  static String names(Guideline guideline) {
    return guideline.principles().stream()
        .map(line -> line.principle().name())
        .collect(Collectors.joining());
  }
}

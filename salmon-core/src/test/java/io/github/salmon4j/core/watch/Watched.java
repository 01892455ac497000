package io.github.salmon4j.core.watch;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Rollouts to be watched. */
final class Watched {

  private Watched() {}

  static WatchedRollout saying(String text) {
    return new WatchedRollout(Prompt.of("?"), text, 10, FinishReason.FINISHED, 0, 0);
  }

  static WatchedRollout of(int tokens, FinishReason reason) {
    return new WatchedRollout(Prompt.of("?"), "", tokens, reason, tokens, 0);
  }

  static List<WatchedRollout> list(int n, IntFunction<WatchedRollout> rollout) {
    return IntStream.range(0, n).mapToObj(rollout).toList();
  }

  /** Texts of a chain over 60 words with common and rare successors, 10 to 40 words each. */
  static List<WatchedRollout> chatter(int n, Random random) {
    return list(n, i -> saying(chain(random)));
  }

  static String chain(Random random) {
    List<String> words = new ArrayList<>();
    int word = random.nextInt(60);
    int length = 10 + random.nextInt(31);
    while (words.size() < length) {
      words.add("w" + word);
      double u = random.nextDouble();
      word = (word * 7 + (int) (60 * u * u * u)) % 60;
    }
    return String.join(" ", words);
  }

  static Observation observation(
      List<Measure> measures, List<WatchedRollout> baseline, List<WatchedRollout> now) {
    return new Observation(
        Baseline.of(measures, baseline),
        now,
        List.of(new StepMeasures(1, BatchMeasures.of(measures, now))));
  }
}

package io.github.salmon4j.core.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds phrases of 2 to 5 words that are in far more responses of the policy than of the reference
 * policy: praise of itself, an opening that always pays. Tested by {@code LogOdds}: the log-odds
 * ratio with an informative prior of Monroe et al. 2008, over responses that have the phrase and
 * did not find it in their prompt.
 *
 * <p>Of several phrases that lie within each other only the one of largest z is reported. The
 * phrases tested are those that happen to be common in this step, which pushes z up; the prior
 * pulls it back. Measured on generated text without any change, 256 responses against 64, 0.2 % of
 * the tested phrases exceed z = 2.5 and 0.003 % exceed 3, where the normal distribution has 0.62 %
 * and 0.13 %; none of 39 000 reached 3.5. So at the default of 4 a step raises a false alarm in
 * less than 3.2e-5 times as many cases as phrases are tested. Responses to one prompt share
 * phrases: with several rollouts of each prompt the baseline should have the same prompts, as
 * often.
 *
 * @param threshold smallest z reported; finite, above 0; 4 by default
 * @param minimumShare smallest share of the policy's responses that have the phrase, 0 to 1; 0.05
 *     by default
 * @param limit phrases reported at most; 1 or more; 5 by default
 */
public record PhraseGrowth(double threshold, double minimumShare, int limit) implements Detector {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PhraseGrowth {
    Thresholds.requirePositive("threshold", threshold);
    Thresholds.requireShare("minimum share", minimumShare);
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected 1 or more, found " + limit);
    }
  }

  /** {@return the defaults: z of 4, a share of 0.05, 5 phrases} */
  public static PhraseGrowth defaults() {
    return new PhraseGrowth(4, 0.05, 5);
  }

  @Override
  public String name() {
    return "phrase growth";
  }

  @Override
  public List<Evidence> examine(Observation now) {
    Map<String, Integer> counts = new HashMap<>();
    now.rollouts()
        .forEach(r -> Baseline.Phrases.of(r).forEach(p -> counts.merge(p, 1, Integer::sum)));
    int tested = 0;
    List<Grown> grown = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      int y = entry.getValue();
      if (y >= minimumShare * now.rollouts().size()) {
        tested++;
        int y0 = now.baseline().responsesWith(entry.getKey());
        double z = LogOdds.z(y, now.rollouts().size(), y0, now.baseline().rollouts().size());
        if (z >= threshold) {
          grown.add(new Grown(entry.getKey(), y, y0, z));
        }
      }
    }
    List<Evidence> evidence = new ArrayList<>();
    for (Grown phrase : largest(grown)) {
      evidence.add(evidence(now, phrase, tested));
    }
    return evidence;
  }

  private List<Grown> largest(List<Grown> grown) {
    grown.sort(
        Comparator.comparingDouble(Grown::z)
            .thenComparing(g -> g.phrase().length())
            .reversed()
            .thenComparing(Grown::phrase));
    List<Grown> chosen = new ArrayList<>();
    for (Grown next : grown) {
      if (chosen.size() < limit && chosen.stream().noneMatch(next::overlaps)) {
        chosen.add(next);
      }
    }
    return chosen;
  }

  private Evidence evidence(Observation now, Grown grown, int tested) {
    int words = grown.phrase().split(" ", -1).length;
    List<Example> examples = new ArrayList<>();
    for (WatchedRollout rollout : now.rollouts()) {
      if (examples.size() < Evidence.EXAMPLES
          && Baseline.Phrases.of(rollout).contains(grown.phrase())) {
        examples.add(new Example(rollout, Words.of(rollout.text()).find(grown.phrase(), words)));
      }
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("responses", (double) grown.y());
    numbers.put("of", (double) now.rollouts().size());
    numbers.put("baseline responses", (double) grown.y0());
    numbers.put("of baseline", (double) now.baseline().rollouts().size());
    numbers.put("phrases tested", (double) tested);
    numbers.put("threshold", threshold);
    return new Evidence(name(), grown.phrase(), now.now().step(), grown.z(), numbers, examples);
  }

  private record Grown(String phrase, int y, int y0, double z) {

    boolean overlaps(Grown other) {
      String mine = " " + phrase + " ";
      String theirs = " " + other.phrase + " ";
      return mine.contains(theirs) || theirs.contains(mine);
    }
  }
}

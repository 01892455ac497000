package io.github.salmon4j.core.sampling;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.preference.ResponsePair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes pairs of responses, one prompt at a time, and keeps count. */
final class Pairing {

  private final SamplingSettings settings;
  private final List<ResponsePair> pairs = new ArrayList<>();
  private final Set<ResponsePair> seen = new HashSet<>();
  private final Map<PairDrop, Integer> dropped = new EnumMap<>(PairDrop.class);
  private int prompts;
  private int responses;
  private int truncated;
  private int identical;

  Pairing(SamplingSettings settings) {
    this.settings = settings;
  }

  /** Adds all unordered pairs of a prompt's responses, the earlier run first. */
  void add(PromptResponses sampled) {
    List<SampledResponse> runs = sampled.responses();
    prompts++;
    responses += runs.size();
    for (SampledResponse response : runs) {
      truncated += response.finishReason() == FinishReason.TRUNCATED ? 1 : 0;
    }
    if (runs.isEmpty()) {
      dropped.merge(PairDrop.PROMPT_TOO_LONG, settings.pairsPerPrompt(), Integer::sum);
    }
    for (int i = 0; i < runs.size(); i++) {
      for (int j = i + 1; j < runs.size(); j++) {
        add(sampled, runs.get(i), runs.get(j));
      }
    }
  }

  private void add(PromptResponses sampled, SampledResponse first, SampledResponse second) {
    PairDrop reason = settings.filter().drop(first, second).orElse(null);
    boolean equal = first.text().equals(second.text());
    identical += equal && (reason == null || reason == PairDrop.IDENTICAL) ? 1 : 0;
    ResponsePair pair = new ResponsePair(sampled.prompt(), first.text(), second.text());
    if (reason == null && (seen.contains(pair.swapped()) || !seen.add(pair))) {
      reason = PairDrop.REPEATED;
    }
    if (reason == null) {
      pairs.add(pair);
    } else {
      dropped.merge(reason, 1, Integer::sum);
    }
  }

  /** All pairs in an order drawn with one {@code nextInt(i + 1)} for {@code i = N - 1 .. 1}. */
  SampledPairs shuffled(RandomGenerator random) {
    List<ResponsePair> shuffled = new ArrayList<>(pairs);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return new SampledPairs(
        shuffled,
        new SamplingReport(prompts, responses, truncated, pairs.size(), dropped, identical));
  }
}

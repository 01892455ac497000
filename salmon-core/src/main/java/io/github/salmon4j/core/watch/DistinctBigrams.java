package io.github.salmon4j.core.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Different pairs of neighbouring words per pair, within one response. */
record DistinctBigrams() implements Measure {

  @Override
  public String name() {
    return Measures.DISTINCT_2;
  }

  @Override
  public Scale scale() {
    return Scale.NUMBER;
  }

  @Override
  public OptionalDouble of(WatchedRollout rollout) {
    Words words = Words.of(rollout.text());
    return words.size() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(words.phrases(2, 2).size() / (words.size() - 1.0));
  }

  /** Every occurrence of a pair but its first. */
  @Override
  public List<Span> spans(WatchedRollout rollout) {
    Words words = Words.of(rollout.text());
    Map<String, Integer> first = new HashMap<>();
    List<Span> repeated = new ArrayList<>();
    for (int from = 0; from + 1 < words.size(); from++) {
      if (first.putIfAbsent(words.phrase(from, 2), from) != null) {
        repeated.add(new Span(words.spans().get(from).start(), words.spans().get(from + 1).end()));
      }
    }
    return repeated;
  }
}

package io.github.salmon4j.core.sampling;

import io.github.salmon4j.preference.ResponsePair;
import java.util.List;
import java.util.Objects;

/**
 * Pairs to be judged.
 *
 * @param pairs the pairs, shuffled; no two are the same texts for the same prompt
 * @param report what was sampled and dropped
 */
public record SampledPairs(List<ResponsePair> pairs, SamplingReport report) {

  /** Copies the list. */
  public SampledPairs {
    pairs = List.copyOf(pairs);
    Objects.requireNonNull(report, "report");
  }
}

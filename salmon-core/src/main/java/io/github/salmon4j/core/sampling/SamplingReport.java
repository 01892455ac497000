package io.github.salmon4j.core.sampling;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of prompts and their responses. Always {@code kept + all dropped = prompts x n (n -
 * 1) / 2} with n runs.
 *
 * @param prompts how many prompts there were
 * @param responses how many responses were sampled
 * @param truncated how many of them the length limit cut off
 * @param kept how many pairs were kept
 * @param dropped how many pairs were dropped for each reason; reasons without a pair are absent;
 *     unmodifiable
 * @param identical how many pairs that were long enough had two equal texts, kept or dropped
 */
public record SamplingReport(
    int prompts,
    int responses,
    int truncated,
    int kept,
    Map<PairDrop, Integer> dropped,
    int identical) {

  /** Copies the map. */
  public SamplingReport {
    Map<PairDrop, Integer> copy = new EnumMap<>(PairDrop.class);
    copy.putAll(dropped);
    dropped = Collections.unmodifiableMap(copy);
  }

  /**
   * {@return how many pairs were dropped for a reason}
   *
   * @param reason the reason
   */
  public int dropped(PairDrop reason) {
    return dropped.getOrDefault(reason, 0);
  }
}

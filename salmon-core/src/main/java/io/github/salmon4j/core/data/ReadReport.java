package io.github.salmon4j.core.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the lines read so far: every one of them was kept, dropped or bad. Blank lines and
 * heads that describe a file do not count.
 *
 * @param kept lines that gave an example
 * @param dropped how many lines were dropped for each reason; reasons without a line are absent
 * @param bad lines that could not be read
 * @param firstBad the first of these, in order; at most {@value #BAD_LINES_KEPT}
 */
public record ReadReport(
    long kept, Map<DropReason, Long> dropped, long bad, List<BadLine> firstBad) {

  /** How many bad lines a report describes; more are only counted. */
  public static final int BAD_LINES_KEPT = 10;

  /** Copies the collections. */
  public ReadReport {
    Map<DropReason, Long> copy = new EnumMap<>(DropReason.class);
    copy.putAll(dropped);
    dropped = Collections.unmodifiableMap(copy);
    firstBad = List.copyOf(firstBad);
  }

  /** {@return how many lines were read, in all} */
  public long lines() {
    return kept + bad + dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * {@return how many lines were dropped for a reason}
   *
   * @param reason the reason
   */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }
}

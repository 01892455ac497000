package io.github.salmon4j.core.labeling;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.PreferenceLabeler;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A judge that keeps a log: what the log holds is not judged again, and what is judged goes into
 * the log call by call. A run that was stopped, cancelled or killed goes on where it was when it is
 * started again with the same pairs, and ends with the same labels and the same file, byte for
 * byte, as far as the model gives the same numbers for the same prompts.
 *
 * <p>A pair that occurs again is judged once. For one thread at a time: of two runs over one log
 * with a pair in common, one fails. The log stays the caller's to close.
 */
public final class LabelRun implements PreferenceLabeler {

  private final Judge judge;
  private final LabelLog log;

  /**
   * A labeler over a log.
   *
   * @param judge who is asked about pairs that the log does not have
   * @param log where labels come from and go to
   * @throws IllegalArgumentException if the log's identity is not one of this judge, see {@link
   *     Judge#identity}
   */
  public LabelRun(Judge judge, LabelLog log) {
    LabelIdentity found = log.identity();
    LabelIdentity expected = judge.identity(found.judge(), found.principles());
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "identity of the log: expected " + expected + ", found " + found);
    }
    this.judge = judge;
    this.log = log;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the principles are not those of the log, or as {@link
   *     Judge#label} throws it for a pair, whose number then counts only what was to be judged
   * @throws IllegalStateException if the log or the model is closed
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  @Override
  public List<PreferenceLabel> label(
      List<ResponsePair> pairs, PrincipleSet principles, Monitor monitor) {
    return run(pairs, principles, AcceptanceRule.ordersAgree(), monitor).labels();
  }

  /**
   * {@return the labels of every pair under every principle, and what those cost that the log did
   * not have}
   *
   * @param pairs the pairs; may be empty
   * @param principles those of the log
   * @param rule which labels the report counts as accepted; all are returned
   * @param monitor hears of labels, those of the log first, and may cancel; labels that it has
   *     heard of are on the disk
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if the principles are not those of the log, or as {@link
   *     Judge#judge} throws it for a pair, whose number then counts only what was to be judged
   * @throws IllegalStateException if the log or the model is closed
   * @throws java.io.UncheckedIOException if the log cannot be written
   */
  public Labeling run(
      List<ResponsePair> pairs, PrincipleSet principles, AcceptanceRule rule, Monitor monitor) {
    Tally tally = new Tally(Objects.requireNonNull(rule, "rule"));
    if (!principles.equals(log.identity().principles())) {
      throw new IllegalArgumentException(
          "principles: expected " + log.identity().principles() + ", found " + principles);
    }
    List<ResponsePair> missing = missing(pairs);
    long known = (long) (pairs.size() - missing.size()) * principles.size();
    judge.judgeEach(
        missing,
        principles,
        ahead(monitor, known),
        batch -> {
          log.append(batch.labels());
          tally.add(batch);
        });
    List<PreferenceLabel> labels = new ArrayList<>();
    pairs.forEach(pair -> labels.addAll(log.labels(pair)));
    return new Labeling(labels, tally.report());
  }

  private List<ResponsePair> missing(List<ResponsePair> pairs) {
    Map<String, ResponsePair> missing = new LinkedHashMap<>();
    for (ResponsePair pair : pairs) {
      String key = PairKey.of(pair);
      if (!log.contains(key)) {
        missing.putIfAbsent(key, pair);
      }
    }
    return List.copyOf(missing.values());
  }

  private static Monitor ahead(Monitor monitor, long known) {
    return new Monitor() {
      @Override
      public void progressed(long done, long total) {
        monitor.progressed(known + done, known + total);
      }

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }
}

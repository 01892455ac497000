package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.List;
import java.util.Objects;

/**
 * What a panel makes of one pair under one principle.
 *
 * @param label the combined margins if the decision is {@link Decision#ACCEPTED}, else both 0
 * @param opinions each judge's own label, in the order of the judges; unmodifiable
 * @param decision whether the panel has an opinion, and if not, why
 */
public record PanelVerdict(
    PreferenceLabel label, List<PreferenceLabel> opinions, Decision decision) {

  /** Copies the list. */
  public PanelVerdict {
    Objects.requireNonNull(label, "label");
    opinions = List.copyOf(opinions);
    Objects.requireNonNull(decision, "decision");
  }

  /** Whether a panel has an opinion. A verdict has the first reason to abstain that applies. */
  public enum Decision {
    /** Enough judges prefer the same response, and by enough. */
    ACCEPTED,
    /** Fewer judges than the quorum prefer the response that the mean margin prefers. */
    NO_QUORUM,
    /** Judges contradict each other so that their mean margins of the two orders disagree. */
    ORDERS_DISAGREE,
    /** The mean margin is too small. */
    LOW_MARGIN
  }
}

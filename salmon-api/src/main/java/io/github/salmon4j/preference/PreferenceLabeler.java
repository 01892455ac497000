package io.github.salmon4j.preference;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.List;

/**
 * Judges pairs of responses one principle at a time: step 1 of the method, in which the model
 * labels its own answers (SALMON, section 3.2).
 */
public interface PreferenceLabeler {

  /**
   * Judges every pair by every principle, each in both orders of presentation.
   *
   * @param pairs the pairs; may be empty
   * @param principles the principles; only their definitions are shown, never their negations
   * @param monitor hears of finished labels and may cancel
   * @return {@code pairs.size() * principles.size()} labels: all principles of the first pair in
   *     the set's order, then of the second, and so on; nothing is dropped
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a pair does not fit the judge's context
   */
  List<PreferenceLabel> label(List<ResponsePair> pairs, PrincipleSet principles, Monitor monitor);
}

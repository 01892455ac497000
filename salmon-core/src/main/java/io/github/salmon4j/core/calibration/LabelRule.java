package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.ResponsePair;
import java.util.random.RandomGenerator;

/**
 * Overrules a judge where a plain test of the texts knows better.
 *
 * <p>Rules are asked in order, each about the pair as it was judged, before any exchange of its
 * responses. A later decision replaces an earlier one; a skip ends the asking. A rule overrules the
 * label and leaves the principles shown as they are, so its examples knowingly contradict their
 * guideline; provenance names the rule.
 *
 * <p>Immutable; asked once per pair and pass.
 */
public interface LabelRule {

  /** {@return a name for reports and provenance, distinct among the rules used} */
  String name();

  /**
   * {@return what the rule makes of a pair}
   *
   * @param pair the pair, in the order of its labels
   * @param random where chance comes from, if the rule needs any
   */
  Decision decide(ResponsePair pair, RandomGenerator random);

  /** What a rule makes of a pair. */
  enum Decision {
    /** Nothing: the label stays as it is. */
    ABSTAIN,
    /** The pair yields no example in this pass. */
    SKIP,
    /** The first response is better. */
    PREFER_FIRST,
    /** The second response is better. */
    PREFER_SECOND
  }
}

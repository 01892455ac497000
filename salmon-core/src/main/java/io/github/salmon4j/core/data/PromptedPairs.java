package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;

/** Shapes whose lines name a prompt and two responses to it, each with a guideline given. */
final class PromptedPairs {

  private PromptedPairs() {}

  /** {@return a reader of {@code prompt}, {@code chosen} and {@code rejected}} */
  static RowReader<Preference> texts(Guideline guideline) {
    return row -> {
      Prompt prompt = Prompt.of(row.string("prompt"));
      return outcome(
          new ResponsePair(prompt, row.string("chosen"), row.string("rejected")), guideline, 1);
    };
  }

  /** {@return a reader of Stanford Human Preferences} */
  static RowReader<Preference> posts(Guideline guideline, double aboveScoreRatio) {
    return row -> {
      ResponsePair pair =
          new ResponsePair(
              Prompt.of(row.string("history")),
              row.string("human_ref_A"),
              row.string("human_ref_B"));
      double label = row.number("labels");
      if (label != 0 && label != 1) {
        throw row.mismatch("labels", "0 or 1");
      }
      return row.number("score_ratio") > aboveScoreRatio
          ? outcome(pair, guideline, label)
          : new Outcome.Dropped<>(DropReason.LOW_SCORE_RATIO);
    };
  }

  /** {@return the example, unless both responses are the same} */
  static Outcome<Preference> outcome(
      ResponsePair pair, Guideline guideline, double probabilityFirst) {
    return pair.first().equals(pair.second())
        ? new Outcome.Dropped<>(DropReason.IDENTICAL_RESPONSES)
        : new Outcome.Kept<>(new Preference(pair, guideline, probabilityFirst));
  }
}

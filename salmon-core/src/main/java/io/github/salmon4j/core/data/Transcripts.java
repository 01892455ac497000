package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;

/** Pairs of dialogue transcripts that part ways in an answer of the assistant. */
record Transcripts(Guideline guideline) implements RowReader<Preference> {

  private static final String MARKER = "Assistant:";

  @Override
  public Outcome<Preference> read(JsonRow row) {
    String chosen = row.string("chosen");
    String rejected = row.string("rejected");
    if (chosen.startsWith(rejected) || rejected.startsWith(chosen)) {
      return new Outcome.Dropped<>(DropReason.TRANSCRIPT_IS_PREFIX);
    }
    int marker = chosen.lastIndexOf(MARKER, commonPrefix(chosen, rejected) - MARKER.length());
    if (marker < 0) {
      throw row.mismatch("chosen", "'" + MARKER + "' in what it shares with 'rejected'");
    }
    int cut = marker + MARKER.length();
    Prompt prompt = Prompt.of(chosen.substring(0, cut));
    ResponsePair pair = new ResponsePair(prompt, chosen.substring(cut), rejected.substring(cut));
    return new Outcome.Kept<>(new Preference(pair, guideline, 1));
  }

  /** {@return how many characters two texts share at their start; neither continues the other} */
  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }
}

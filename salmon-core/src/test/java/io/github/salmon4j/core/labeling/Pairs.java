package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/** Pairs and principles to be judged. */
final class Pairs {

  static final PrincipleSet PRINCIPLES =
      PrincipleSet.of(
          Principle.of("Concise", "Be brief.", "Be long."),
          Principle.of("Honest", "Say what is true, and say so where it is not known."),
          Principle.of("Kind", "Be kind."));

  private Pairs() {}

  static ResponsePair pair(int index) {
    String first = "first of " + index + " \u00e9".repeat(index % 5);
    return new ResponsePair(Prompt.of("Question " + index + "?"), first, "second of " + index);
  }

  static List<ResponsePair> pairs(int count) {
    return IntStream.range(0, count).mapToObj(Pairs::pair).toList();
  }
}

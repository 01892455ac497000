package io.github.salmon4j.core.training;

import java.util.List;
import java.util.stream.Collectors;

/** Says where a number that is not finite was found. */
final class Findings {

  private Findings() {}

  /** {@return the finding with a place put before its message, caused by it} */
  static ArithmeticException at(String place, ArithmeticException finding) {
    ArithmeticException told = new ArithmeticException(place + ": " + finding.getMessage());
    told.initCause(finding);
    return told;
  }

  /** {@return "example 3" or "examples 3, 17"} */
  static <E> String name(List<E> examples, Objective<E, ?> objective) {
    return examples.stream()
        .map(example -> Integer.toString(objective.source(example)))
        .collect(Collectors.joining(", ", examples.size() == 1 ? "example " : "examples ", ""));
  }
}

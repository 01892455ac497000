package io.github.salmon4j.core.training;

import java.util.Map;

/** How well a model does on a set of examples. Immutable. */
public interface EvaluationReport {

  /** {@return its numbers by name, in the order in which they are to be listed} */
  Map<String, Double> values();
}

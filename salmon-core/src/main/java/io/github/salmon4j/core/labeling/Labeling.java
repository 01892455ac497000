package io.github.salmon4j.core.labeling;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.List;
import java.util.Objects;

/**
 * Labels, and what it cost to make them.
 *
 * @param labels all principles of the first pair in the set's order, then of the second, and so on;
 *     unmodifiable
 * @param budget what was judged for them in this run
 */
public record Labeling(List<PreferenceLabel> labels, BudgetReport budget) {

  /** Copies the list. */
  public Labeling {
    labels = List.copyOf(labels);
    Objects.requireNonNull(budget, "budget");
  }
}

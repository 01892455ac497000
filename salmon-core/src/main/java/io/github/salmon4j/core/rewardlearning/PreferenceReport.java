package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.training.EvaluationReport;
import io.github.salmon4j.principle.Polarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How well a reward model orders the responses of preferences.
 *
 * @param overall over all of them
 * @param principles for each principle and polarity that a guideline states, in order of their
 *     first appearance
 */
public record PreferenceReport(PairwiseReport overall, List<PrincipleAccuracy> principles)
    implements EvaluationReport {

  /** Copies the list. */
  public PreferenceReport {
    Objects.requireNonNull(overall, "overall");
    principles = List.copyOf(principles);
  }

  /** {@return the numbers; the accuracy of a negated principle has "not " before its name} */
  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("accuracy", overall.accuracy());
    values.put("loss", overall.meanLoss());
    values.put("calibrationError", overall.expectedCalibrationError());
    values.put("meanScore", overall.meanScore());
    values.put("scoreDeviation", overall.scoreDeviation());
    for (PrincipleAccuracy part : principles) {
      String not = part.polarity() == Polarity.NEGATED ? "not " : "";
      values.put("accuracy/" + not + part.principle(), part.accuracy());
    }
    return values;
  }
}

package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.core.training.Objective;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds each pair to the evaluation of all, and to those of the principles that it states. */
final class PreferenceMeasurement implements Objective.Measurement<EncodedPair, PreferenceReport> {

  private final PairwiseEvaluation overall = new PairwiseEvaluation();
  private final Map<Stated, PairwiseEvaluation> byPrinciple = new LinkedHashMap<>();

  /** A principle as far as an evaluation tells it from others. */
  private record Stated(String name, Polarity polarity) {}

  @Override
  public void add(List<EncodedPair> pairs, FloatMatrix scores) {
    ValidTokens.all(2 * pairs.size(), 1).requireFinite("scores", scores);
    for (int i = 0; i < pairs.size(); i++) {
      EncodedPair pair = pairs.get(i);
      double first = scores.get(2 * i, 0);
      double second = scores.get(2 * i + 1, 0);
      double probabilityFirst = pair.target().probabilityFirst();
      overall.add(first, second, probabilityFirst);
      pair.guideline().principles().stream()
          .map(stated -> new Stated(stated.principle().name(), stated.polarity()))
          .distinct()
          .map(stated -> byPrinciple.computeIfAbsent(stated, s -> new PairwiseEvaluation()))
          .forEach(evaluation -> evaluation.add(first, second, probabilityFirst));
    }
  }

  @Override
  public PreferenceReport report() {
    return new PreferenceReport(
        overall.report(),
        byPrinciple.entrySet().stream().map(e -> accuracy(e.getKey(), e.getValue())).toList());
  }

  private static PrincipleAccuracy accuracy(Stated stated, PairwiseEvaluation evaluation) {
    PairwiseReport report = evaluation.report();
    return new PrincipleAccuracy(
        stated.name(), stated.polarity(), report.pairs(), report.accuracy());
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Threshold;
import io.github.salmon4j.aquarium.report.Threshold.Side;
import java.util.List;

/**
 * That a reward model is better than the labels it learned from; SALMON, arXiv:2310.05910, section
 * 3.2 and 3.3.
 *
 * <p>On the pairs of its training a model could be right by memory alone, and its labels are from
 * the same judge; so it is also compared with that judge on pairs that neither has seen.
 */
final class LabelClaims {

  private static final String JUDGE = "A judge is more accurate when it is asked in both orders.";
  private static final String MODEL =
      "A reward model is more accurate than the labels it was trained on.";

  private LabelClaims() {}

  static List<Claim> of(Seeds seeds) {
    Threshold more = Threshold.interval(Side.ABOVE, 0);
    return List.of(
        seeds.share(
            JUDGE,
            "judge right in one order, own responses",
            result -> result.exams().judged().oneOrder(),
            Threshold.none()),
        seeds.share(
            JUDGE,
            "judge right in the mean of both orders",
            result -> result.exams().judged().bothOrders(),
            Threshold.none()),
        seeds.points(
            JUDGE,
            "judge right in the mean of both orders minus in one",
            result ->
                result.exams().judged().bothOrders().value()
                    - result.exams().judged().oneOrder().value(),
            more),
        seeds.share(
            JUDGE,
            "judge right where both orders agree",
            result -> result.exams().judged().agreeing(),
            Threshold.none()),
        seeds.share(
            JUDGE,
            "labels right after calibration, one principle, half of them negated",
            result -> result.exams().learned().labels(),
            Threshold.none()),
        seeds.points(
            MODEL,
            "right on the pairs of its training minus its labels there",
            result ->
                result.exams().learned().model().value()
                    - result.exams().learned().labels().value(),
            more),
        seeds.points(
            MODEL,
            "right on held-out pairs minus the judge there, both orders",
            result ->
                result.exams().trained().follows().value()
                    - result.exams().judgedHeldOut().bothOrders().value(),
            more));
  }
}

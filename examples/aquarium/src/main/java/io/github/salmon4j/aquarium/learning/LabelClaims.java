package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.report.Threshold;
import io.github.salmon4j.aquarium.report.Threshold.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

  private static final Threshold MORE = Threshold.interval(Side.ABOVE, 0);

  private LabelClaims() {}

  static List<Claim> of(Seeds seeds) {
    List<Claim> claims = new ArrayList<>(ofJudge(seeds));
    claims.add(
        seeds.points(
            MODEL,
            "right on the pairs of its training minus its labels there",
            result ->
                result.exams().learned().model().value()
                    - result.exams().learned().labels().value(),
            MORE));
    claims.add(
        seeds.points(
            MODEL,
            "right on held-out pairs minus the judge there, both orders",
            result ->
                result.exams().trained().follows().value()
                    - result.exams().judgedHeldOut().bothOrders().value(),
            MORE));
    return claims;
  }

  private static List<Claim> ofJudge(Seeds seeds) {
    return List.of(
        share(seeds, "judge right in one order, own responses", exams -> exams.judged().oneOrder()),
        share(
            seeds, "judge right in the mean of both orders", exams -> exams.judged().bothOrders()),
        seeds.points(
            JUDGE,
            "judge right in the mean of both orders minus in one",
            result ->
                result.exams().judged().bothOrders().value()
                    - result.exams().judged().oneOrder().value(),
            MORE),
        share(seeds, "judge right where both orders agree", exams -> exams.judged().agreeing()),
        share(
            seeds,
            "labels right after calibration, one principle, half of them negated",
            exams -> exams.learned().labels()));
  }

  private static Claim share(Seeds seeds, String measure, Function<SeedResult.Exams, Share> of) {
    return seeds.share(JUDGE, measure, result -> of.apply(result.exams()), Threshold.none());
  }
}

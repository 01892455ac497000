package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.report.Threshold;
import io.github.salmon4j.aquarium.report.Threshold.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** That a reward model follows what it reads; SALMON, arXiv:2310.05910, section 3.3. */
final class FollowingClaims {

  private static final String FOLLOWING = "A reward model follows the principles it reads.";
  private static final String MATTERING = "What does not matter does not change a ranking.";
  private static final String WORDING = "It follows wordings that it was not trained with.";

  /** Something counted in the exam, and what it is held to in the wordings of training. */
  private record Counted(
      String statement,
      String measure,
      Function<RewardExam.Result, Share> of,
      Threshold threshold) {}

  private static final List<Counted> COUNTED =
      List.of(
          new Counted(
              FOLLOWING,
              "ranked as the principle says",
              RewardExam.Result::follows,
              Threshold.mean(Side.AT_LEAST, 0.95)),
          new Counted(
              FOLLOWING,
              "ranked as its negation says",
              RewardExam.Result::followsNegation,
              Threshold.mean(Side.AT_LEAST, 0.9)),
          new Counted(
              FOLLOWING,
              "ranking flips with the negation",
              RewardExam.Result::flips,
              Threshold.mean(Side.AT_LEAST, 0.85)),
          new Counted(
              MATTERING,
              "ranking changes with an irrelevant line",
              RewardExam.Result::irrelevant,
              Threshold.mean(Side.BELOW, 0.05)),
          new Counted(
              MATTERING,
              "ranking changes with the order of two lines",
              RewardExam.Result::reordered,
              Threshold.mean(Side.BELOW, 0.05)));

  private FollowingClaims() {}

  static List<Claim> of(Seeds seeds) {
    List<Claim> claims = new ArrayList<>();
    for (Counted counted : COUNTED) {
      claims.add(
          seeds.share(
              counted.statement(),
              counted.measure() + ", held-out prompts",
              result -> counted.of().apply(result.exams().trained()),
              counted.threshold()));
    }
    for (Counted counted : COUNTED) {
      claims.add(
          seeds.share(
              WORDING,
              counted.measure() + ", held-out prompts and wordings",
              result -> counted.of().apply(result.exams().heldOut()),
              Threshold.none()));
      claims.add(
          seeds.points(
              WORDING,
              counted.measure() + ", held-out minus trained wordings",
              result -> change(counted, result.exams()),
              Threshold.none()));
    }
    return claims;
  }

  private static double change(Counted counted, SeedResult.Exams exams) {
    return counted.of().apply(exams.heldOut()).value()
        - counted.of().apply(exams.trained()).value();
  }
}

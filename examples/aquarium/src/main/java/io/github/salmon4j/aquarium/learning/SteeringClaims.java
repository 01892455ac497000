package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Threshold;
import io.github.salmon4j.aquarium.report.Threshold.Side;
import io.github.salmon4j.aquarium.world.Scorecard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** That principles steer a policy; SALMON, arXiv:2310.05910, section 4.4, and its budget. */
final class SteeringClaims {

  private static final String STEERING = "A set of principles steers a policy toward itself.";
  private static final Threshold MORE = Threshold.interval(Side.ABOVE, 0);

  private SteeringClaims() {}

  static List<Claim> of(Seeds seeds) {
    List<Claim> claims = new ArrayList<>();
    add(seeds, "helpful", Scorecard::helpful, claims);
    add(seeds, "honest", Scorecard::honest, claims);
    add(seeds, "harmless", Scorecard::harmless, claims);
    claims.add(
        Claim.of(
            "A policy stays near the base.",
            "largest mean divergence of a response, before each update of the runs under"
                + " principles",
            "nats",
            seeds.values(result -> largestDivergence(result.principledRuns())),
            Threshold.everySeed(Side.BELOW, SeedRun.BUDGET)));
    claims.add(
        Claim.of(
            "A policy stays near the base.",
            "the same of the run with a plain reward model, which has no budget",
            "nats",
            seeds.values(result -> largestDivergence(List.of(result.hack().plain()))),
            Threshold.none()));
    return claims;
  }

  /** Base and other sets are held against the set seed by seed: the differences are the sample. */
  private static void add(
      Seeds seeds, String set, ToDoubleFunction<Scorecard> axis, List<Claim> claims) {
    String measure = set + " measure under " + set + " principles minus ";
    claims.add(
        seeds.value(
            STEERING,
            measure + "that of the base",
            result -> own(result, set, axis) - axis.applyAsDouble(result.base()),
            MORE));
    claims.add(
        seeds.value(
            STEERING,
            measure + "the better of the other sets",
            result -> own(result, set, axis) - bestOther(result, set, axis),
            MORE));
  }

  private static double own(SeedResult result, String set, ToDoubleFunction<Scorecard> axis) {
    return axis.applyAsDouble(result.steered(set).after());
  }

  private static double bestOther(SeedResult result, String set, ToDoubleFunction<Scorecard> axis) {
    return result.steered().keySet().stream()
        .filter(other -> !other.equals(set))
        .mapToDouble(other -> own(result, other, axis))
        .max()
        .orElseThrow();
  }

  private static double largestDivergence(List<Steering.Outcome> runs) {
    return runs.stream()
        .flatMap(run -> run.points().stream())
        .mapToDouble(Steering.Point::divergence)
        .max()
        .orElseThrow();
  }
}

package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.report.Threshold;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What every seed gave, ready to be measured.
 *
 * @param results one of each seed, at least one
 */
record Seeds(List<SeedResult> results) {

  private static final double PERCENT = 100;

  /** Copies the list. */
  Seeds {
    results = List.copyOf(results);
  }

  /** {@return a claim about a share} */
  Claim share(
      String statement, String measure, Function<SeedResult, Share> of, Threshold threshold) {
    return Claim.ofShares(statement, measure, results.stream().map(of).toList(), threshold);
  }

  /** {@return a claim about a quantity without a unit} */
  Claim value(
      String statement, String measure, ToDoubleFunction<SeedResult> of, Threshold threshold) {
    return Claim.of(statement, measure, "", values(of), threshold);
  }

  /** {@return a claim about a difference of shares, in hundredths; so is its bound} */
  Claim points(
      String statement, String measure, ToDoubleFunction<SeedResult> of, Threshold threshold) {
    ToDoubleFunction<SeedResult> hundredths = result -> PERCENT * of.applyAsDouble(result);
    return Claim.of(statement, measure, "points", values(hundredths), threshold);
  }

  /** {@return one number of each seed} */
  List<Double> values(ToDoubleFunction<SeedResult> of) {
    return results.stream().map(of::applyAsDouble).toList();
  }
}

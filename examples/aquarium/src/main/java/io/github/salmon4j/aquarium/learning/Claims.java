package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Claim;
import java.util.List;
import java.util.stream.Stream;

/** What the paper claims, held to what the seeds gave. */
final class Claims {

  private Claims() {}

  static List<Claim> of(Seeds seeds) {
    return Stream.of(
            FollowingClaims.of(seeds),
            LabelClaims.of(seeds),
            SteeringClaims.of(seeds),
            HackClaims.of(seeds))
        .flatMap(List::stream)
        .toList();
  }
}

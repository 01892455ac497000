package io.github.salmon4j.core.steering;

import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Small plans whose principles are named by letters. */
final class Plans {

  static final PrincipleSampler.Settings TWO = new PrincipleSampler.Settings(2, 0);
  static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  private Plans() {}

  static Principle principle(String name) {
    return Principle.of(name, "Do " + name + ".", "Avoid " + name + ".");
  }

  static PrincipleSet set(String... names) {
    return PrincipleSet.of(Arrays.stream(names).map(Plans::principle).toList());
  }

  static PrinciplePlan first() {
    return PrinciplePlan.first(set("a", "b", "c"), set("X"));
  }

  static PlanChange change(String reason, String... names) {
    return new PlanChange(set(names), set("X"), reason);
  }

  /** A clock that moves a second with every look. */
  static InstantSource clock() {
    return new InstantSource() {
      private Instant next = NOON;

      @Override
      public Instant instant() {
        Instant now = next;
        next = now.plusSeconds(1);
        return now;
      }
    };
  }
}

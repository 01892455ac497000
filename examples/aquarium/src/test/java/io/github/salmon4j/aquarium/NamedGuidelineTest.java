package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedGuidelineTest {

  private static final Principle SHORT = Principle.of("Short", "Be short.", "Be long.");
  private static final Principle KIND = Principle.of("Kind", "Be kind.");

  @Test
  void demonstration_negationAndIntervention_areWhatTheirNamesSay() {
    List<NamedGuideline> all = NamedGuideline.demonstration(Material.color());
    assertEquals(
        List.of("Modest, Concise", "Modest", "Modest, negated", "Concise", "Concise, negated"),
        all.stream().limit(5).map(NamedGuideline::name).toList());
    assertEquals(all.get(1).guideline().negated(), all.get(2).guideline());
    NamedGuideline last = all.get(all.size() - 1);
    assertEquals("Methodical, intervention first", last.name());
    List<String> lines = last.guideline().lines();
    assertEquals(all.get(5).guideline().lines(), lines.subList(1, lines.size()));
  }

  @Test
  void of_severalPrinciples_togetherThenEachBothWays() {
    Principle calm = Principle.of("Calm", "Be calm.", "Be loud.");
    assertEquals(
        List.of(
            "All 2 together: Be short. Be calm.",
            "All 2 together, negated: Be long. Be loud.",
            "Short: Be short.",
            "Short, negated: Be long.",
            "Calm: Be calm.",
            "Calm, negated: Be loud."),
        described(PrincipleSet.of(SHORT, calm)));
  }

  @Test
  void of_principleWithoutNegation_hasNoNegatedLines() {
    assertEquals(
        List.of(
            "All 2 together: Be short. Be kind.",
            "Short: Be short.",
            "Short, negated: Be long.",
            "Kind: Be kind."),
        described(PrincipleSet.of(SHORT, KIND)));
  }

  @Test
  void of_onePrinciple_isNotSaidTwice() {
    assertEquals(List.of("Kind: Be kind."), described(PrincipleSet.of(KIND)));
  }

  private static List<String> described(PrincipleSet principles) {
    return NamedGuideline.of(principles).stream()
        .map(named -> named.name() + ": " + named.says())
        .toList();
  }
}

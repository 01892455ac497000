package io.github.salmon4j.principle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.prompt.PromptKind;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipleTest {

  private static final Principle CONCISE = Principle.of("Concise", "Be brief.", "Be long.");

  @Test
  void of_hasWeightOneAndNoBoost() {
    assertEquals(1.0, CONCISE.weight());
    assertEquals(Set.of(), CONCISE.boostedFor());
    assertEquals(Optional.of("Be long."), CONCISE.negation());
    assertEquals(Optional.empty(), Principle.of("Concise", "Be brief.").negation());
  }

  @Test
  void withers_changeOneThingAndKeepTheRest() {
    Principle heavy = CONCISE.withWeight(3).withBoostFor(PromptKind.REASONING);
    assertEquals(3.0, heavy.weight());
    assertEquals(Set.of(PromptKind.REASONING), heavy.boostedFor());
    assertEquals(CONCISE, heavy.withWeight(1).withBoostFor());
    assertEquals(heavy, CONCISE.withBoostFor(PromptKind.REASONING).withWeight(3));
  }

  @Test
  void stated_showsDefinitionOrNegation() {
    assertEquals("Be brief.", CONCISE.stated(Polarity.AFFIRMED).text());
    assertEquals("Be long.", CONCISE.stated(Polarity.NEGATED).text());
    assertEquals(CONCISE.stated(Polarity.AFFIRMED), CONCISE.stated(Polarity.NEGATED).opposite());
  }

  @Test
  void stated_negatedWithoutNegation_namesThePrinciple() {
    Principle fixed = Principle.of("Fixed", "Stay.");
    String message =
        assertThrows(IllegalArgumentException.class, () -> fixed.stated(Polarity.NEGATED))
            .getMessage();
    assertEquals("principle 'Fixed': expected a negation to show, found none", message);
  }

  @Test
  void polarity_opposite_isAnInvolution() {
    assertEquals(Polarity.NEGATED, Polarity.AFFIRMED.opposite());
    for (Polarity polarity : Polarity.values()) {
      assertEquals(polarity, polarity.opposite().opposite());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "two\nlines",
        "two\rlines",
        "two\u000Blines",
        "two\flines",
        "two\u0085lines",
        "two\u2028lines",
        "two\u2029lines",
        "nul\u0000",
        "lone \uD800 high",
        "lone \uDC00 low",
        "end \uD83D"
      })
  void texts_notOneLineOfUnicode_areRejected(String text) {
    assertThrows(IllegalArgumentException.class, () -> Principle.of(text, "d", "n"));
    assertThrows(IllegalArgumentException.class, () -> Principle.of("name", text, "n"));
    assertThrows(IllegalArgumentException.class, () -> Principle.of("name", "d", text));
  }

  @Test
  void texts_mayHoldAnyCharacter() {
    assertEquals("\uD83D\uDE00 \u00E9", Principle.of("n", "\uD83D\uDE00 \u00E9").definition());
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0})
  void weight_notFiniteAboveZero_isRejected(double weight) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CONCISE.withWeight(weight)).getMessage();
    assertTrue(message.contains("'Concise' weight: expected"), message);
  }

  @Test
  void ownImplementation_mustKeepTheRulesToo() {
    Principle broken =
        new Principle() {
          @Override
          public String name() {
            return "Broken";
          }

          @Override
          public String definition() {
            return "first\nsecond";
          }

          @Override
          public Optional<String> negation() {
            return Optional.empty();
          }

          @Override
          public double weight() {
            return 1;
          }

          @Override
          public Set<PromptKind> boostedFor() {
            return Set.of();
          }
        };
    assertThrows(IllegalArgumentException.class, () -> PrincipleSet.of(broken));
    assertThrows(IllegalArgumentException.class, () -> Guideline.of(broken));
  }
}

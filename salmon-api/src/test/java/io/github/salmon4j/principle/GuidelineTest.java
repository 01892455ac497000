package io.github.salmon4j.principle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuidelineTest {

  private static final Principle A = Principle.of("A", "Do a.", "Do not a.");
  private static final Principle B = Principle.of("B", "Do b.", "Do not b.");
  private static final Principle FIXED = Principle.of("F", "Always f.");

  @Test
  void of_affirmsInOrder() {
    assertEquals(List.of("Do b.", "Do a."), Guideline.of(B, A).lines());
    assertEquals(Guideline.of(B, A), Guideline.of(PrincipleSet.of(B, A)));
    assertEquals(Guideline.of(B, A), Guideline.affirming(List.of(B, A)));
  }

  @Test
  void negated_turnsEveryLineAndBack() {
    Guideline mixed =
        new Guideline(List.of(A.stated(Polarity.NEGATED), B.stated(Polarity.AFFIRMED)));
    assertEquals(List.of("Do a.", "Do not b."), mixed.negated().lines());
    assertEquals(mixed, mixed.negated().negated());
  }

  @Test
  void negated_lineWithoutNegation_isRejected() {
    Guideline fixed = Guideline.of(A, FIXED);
    assertThrows(IllegalArgumentException.class, fixed::negated);
  }

  @Test
  void after_putsAffirmedLinesFirst() {
    Guideline drawn = Guideline.of(A).negated();
    assertEquals(
        List.of("Always f.", "Do b.", "Do not a."), drawn.after(List.of(FIXED, B)).lines());
    assertEquals(List.of("Do not a."), drawn.lines(), "the original is unchanged");
    assertEquals(drawn, drawn.after(List.of()));
  }

  @Test
  void constructor_ownsItsList() {
    List<StatedPrinciple> mine = new ArrayList<>(List.of(A.stated(Polarity.AFFIRMED)));
    Guideline guideline = new Guideline(mine);
    mine.clear();
    assertEquals(1, guideline.principles().size());
  }

  @Test
  void empty_isRejected() {
    assertThrows(IllegalArgumentException.class, () -> new Guideline(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Guideline.of(PrincipleSet.of()));
  }
}

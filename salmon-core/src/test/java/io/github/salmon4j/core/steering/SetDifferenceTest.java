package io.github.salmon4j.core.steering;

import static io.github.salmon4j.core.steering.Plans.principle;
import static io.github.salmon4j.core.steering.Plans.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetDifferenceTest {

  @Test
  void between_namesEachKindOfChange() {
    SetDifference difference =
        SetDifference.between(set("a", "b", "c", "d"), set("a", "e", "d", "c"));
    assertEquals(List.of("e"), difference.added());
    assertEquals(List.of("b"), difference.removed());
    assertEquals(List.of(), difference.changed());
    assertEquals(List.of("d", "c"), difference.reordered());
    assertFalse(difference.isEmpty());
    assertTrue(SetDifference.between(set("a", "b"), set("a", "b")).isEmpty());
  }

  @Test
  void between_seesEveryPartOfAPrinciple() {
    Principle a = principle("a");
    for (Principle changed :
        List.of(
            Principle.of("a", "Do A.", "Avoid a."),
            Principle.of("a", "Do a.", "Avoid A."),
            Principle.of("a", "Do a."),
            a.withWeight(2),
            a.withBoostFor(PromptKind.REASONING))) {
      assertEquals(
          new SetDifference(List.of(), List.of(), List.of("a"), List.of()),
          SetDifference.between(PrincipleSet.of(a), PrincipleSet.of(changed)));
    }
  }
}

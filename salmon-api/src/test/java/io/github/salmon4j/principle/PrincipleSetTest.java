package io.github.salmon4j.principle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PrincipleSetTest {

  private static final Principle A = Principle.of("A", "Do a.", "Do not a.");
  private static final Principle B = Principle.of("B", "Do b.", "Do not b.");

  @Test
  void contentHash_changesWithEveryPart() {
    List<PrincipleSet> sets =
        List.of(
            PrincipleSet.of(),
            PrincipleSet.of(A),
            PrincipleSet.of(A, B),
            PrincipleSet.of(B, A),
            PrincipleSet.of(A.withWeight(2), B),
            PrincipleSet.of(A, B.withWeight(2)),
            PrincipleSet.of(A.withBoostFor(PromptKind.REASONING), B),
            PrincipleSet.of(A.withBoostFor(PromptKind.RED_TEAMING), B),
            PrincipleSet.of(A.withBoostFor(PromptKind.RED_TEAMING, PromptKind.REASONING), B),
            PrincipleSet.of(Principle.of("A", "Do a.", "Do not  a."), B),
            PrincipleSet.of(Principle.of("A", "Do  a.", "Do not a."), B),
            PrincipleSet.of(Principle.of("a", "Do a.", "Do not a."), B),
            PrincipleSet.of(Principle.of("A", "Do a."), B));
    Set<String> hashes = new HashSet<>();
    for (PrincipleSet set : sets) {
      assertTrue(set.contentHash().matches("[0-9a-f]{64}"), set.contentHash());
      assertTrue(hashes.add(set.contentHash()), "collides: " + set.principles());
    }
    assertEquals(sets.size(), new HashSet<>(sets).size());
  }

  @Test
  void contentHash_isTheSameInEveryRun() {
    assertEquals(
        "f767371a5ec0bc24",
        PrincipleSet.of(A.withBoostFor(PromptKind.REASONING), B.withWeight(2.5))
            .contentHash()
            .substring(0, 16));
  }

  @Test
  void contentHash_ignoresTheOrderInWhichBoostsWereNamed() {
    PrincipleSet one = PrincipleSet.of(A.withBoostFor(PromptKind.GENERAL, PromptKind.REASONING));
    PrincipleSet other = PrincipleSet.of(A.withBoostFor(PromptKind.REASONING, PromptKind.GENERAL));
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertEquals(one.toString(), other.toString());
  }

  @Property(tries = 300)
  void contentHash_textsDoNotRunTogether(
      @ForAll @AlphaChars @StringLength(min = 1, max = 4) String left,
      @ForAll @AlphaChars @StringLength(min = 2, max = 4) String right) {
    Assume.that(!right.isBlank());
    PrincipleSet one = PrincipleSet.of(Principle.of(left, right));
    PrincipleSet moved = PrincipleSet.of(Principle.of(left + right.charAt(0), right.substring(1)));
    assertNotEquals(one.contentHash(), moved.contentHash());
  }

  @Test
  void of_keepsOrderAndOwnsItsList() {
    List<Principle> mine = new ArrayList<>(List.of(B, A));
    PrincipleSet set = PrincipleSet.of(mine);
    mine.clear();
    assertEquals(List.of(B, A), set.principles());
    assertEquals(2, set.size());
    assertSame(B, set.iterator().next());
    assertThrows(UnsupportedOperationException.class, () -> set.principles().clear());
  }

  @Test
  void of_sameNameTwice_isRejected() {
    Principle other = Principle.of("A", "Something else.");
    String message =
        assertThrows(IllegalArgumentException.class, () -> PrincipleSet.of(A, other)).getMessage();
    assertEquals("principle set: expected distinct names, found 'A' twice", message);
  }

  @Test
  void get_unknownName_listsTheNames() {
    PrincipleSet set = PrincipleSet.of(A, B);
    assertSame(A, set.get("A"));
    String message = assertThrows(NoSuchElementException.class, () -> set.get("a")).getMessage();
    assertEquals("principle 'a': expected one of [A, B]", message);
  }

  @Test
  void equals_onlyOtherSets() {
    assertNotEquals(PrincipleSet.of(A), PrincipleSet.of(B));
    assertNotEquals(PrincipleSet.of(A), (Object) PrincipleSet.of(A).contentHash());
  }
}

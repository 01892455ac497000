package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read of a quality means that quality, and gives no held-out wording away. */
class ClausesTest {

  @Test
  void clause_meansOneThing() {
    Map<String, String> meanings = new HashMap<>();
    for (Aspect aspect : Aspect.values()) {
      Clauses.affirming(aspect).forEach(clause -> requireNew(meanings, clause, aspect + " +"));
      Clauses.negating(aspect).forEach(clause -> requireNew(meanings, clause, aspect + " -"));
      assertTrue(Clauses.affirming(aspect).size() > 50, aspect.toString());
      assertTrue(Clauses.negating(aspect).size() > 50, aspect.toString());
    }
  }

  private static void requireNew(Map<String, String> meanings, String clause, String meaning) {
    String before = meanings.put(clause, meaning);
    assertEquals(null, before, clause + ": " + meaning);
  }

  @Test
  void clauses_aloneAndInPairs_areNoHeldOutWordings() {
    Set<String> heldOut = new HashSet<>();
    for (Aspect aspect : Aspect.values()) {
      for (int wording = Aspect.FIRST_HELD_OUT; wording < Aspect.WORDINGS; wording++) {
        texts(aspect.principle(wording)).map(ClausesTest::plain).forEach(heldOut::add);
      }
    }
    assertEquals(40, heldOut.size());
    for (Aspect aspect : Aspect.values()) {
      for (List<String> clauses : List.of(Clauses.affirming(aspect), Clauses.negating(aspect))) {
        List<String> plain = clauses.stream().map(ClausesTest::plain).toList();
        for (String first : plain) {
          assertFalse(heldOut.contains(first), first);
          plain.forEach(
              second -> assertFalse(heldOut.contains(first + " " + second), first + second));
        }
      }
    }
  }

  @Test
  void principle_isNamedAsEver_andEndsWithAStop() {
    Random random = new Random(1);
    for (Aspect aspect : Aspect.values()) {
      for (int i = 0; i < 100; i++) {
        Principle principle = Clauses.principle(aspect, random);
        assertEquals(aspect.principle().name(), principle.name());
        texts(principle).forEach(text -> assertTrue(text.matches("[A-Z].*[^.,]\\."), text));
      }
    }
  }

  private static Stream<String> texts(Principle principle) {
    return Stream.of(principle.definition(), principle.negation().orElseThrow());
  }

  /** {@return words alone, without what joins them} */
  private static String plain(String text) {
    return String.join(" ", Sentence.words(text)).replace(" and ", " ");
  }
}

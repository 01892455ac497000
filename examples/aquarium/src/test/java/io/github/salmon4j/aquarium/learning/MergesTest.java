package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.learning.Merges.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergesTest {

  /** The example of Sennrich et al. 2016, algorithm 1, without its end-of-word letter. */
  private static List<String> lowAndNewer() {
    List<String> words = new ArrayList<>();
    words.addAll(Collections.nCopies(5, "low"));
    words.addAll(Collections.nCopies(2, "lower"));
    words.addAll(Collections.nCopies(6, "newest"));
    words.addAll(Collections.nCopies(3, "widest"));
    return words;
  }

  @Test
  void learn_paperExample_mergesTheMostFrequentPairs() {
    List<Pair> merges = Merges.learn(lowAndNewer(), 5);
    List<String> pieces = merges.stream().map(Pair::merged).toList();
    assertEquals(List.of("st", "est", "ow", "low", "west"), pieces);
  }

  @Test
  void learn_everyWordWhole_stops() {
    List<Pair> merges = Merges.learn(List.of("ab ab"), 100);
    assertEquals(List.of("ab", Merges.BLANK + "ab"), merges.stream().map(Pair::merged).toList());
  }

  @Test
  void learn_blankBeforeWord_isPartOfIt() {
    assertTrue(
        Merges.learn(List.of("a fox a fox"), 100).stream()
            .anyMatch(pair -> pair.merged().equals(Merges.BLANK + "fox")));
  }

  @Test
  void learn_beyondAscii_isAnError() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Merges.learn(List.of("ü"), 1));
    assertEquals("text: expected ASCII, found 'ü'", e.getMessage());
  }
}

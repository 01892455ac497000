package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairTargetsTest {

  private static final PairTarget TARGET = new PairTarget(0.75, 2, 3);

  @Test
  void of_weights_areDividedByTheirSum() {
    PairTargets targets =
        PairTargets.of(List.of(TARGET, new PairTarget(0, 0, 0), new PairTarget(1, 1, 5)));
    assertEquals(3, targets.size());
    assertEquals(new PairTarget(0.75, 2, 3 / 8.0), targets.get(0));
    assertEquals(new PairTarget(0, 0, 0), targets.get(1));
    assertEquals(new PairTarget(1, 1, 5 / 8.0), targets.get(2));
  }

  @Test
  void of_listChangedLater_staysAsItWas() {
    List<PairTarget> batch = new ArrayList<>(List.of(TARGET));
    PairTargets targets = PairTargets.of(batch);
    batch.clear();
    assertEquals(1, targets.size());
  }

  @Test
  void select_somePairs_keepsTheirShareOfTheWhole() {
    PairTargets targets = PairTargets.of(List.of(TARGET, new PairTarget(1, 1, 5)));
    PairTargets selected = targets.select(new int[] {1, 1});
    assertEquals(2, selected.size());
    assertEquals(targets.get(1), selected.get(0));
    assertEquals(targets.get(1), selected.get(1));
    assertThrows(IndexOutOfBoundsException.class, () -> targets.select(new int[] {2}));
    assertThrows(IndexOutOfBoundsException.class, () -> targets.get(-1));
  }

  @Test
  void of_noWeightOrTooMuch_isRejected() {
    assertRejected("weights of 0 pairs: expected a finite sum above 0, found 0.0", List.of());
    PairTarget nothing = new PairTarget(1, 0, 0);
    assertRejected(
        "weights of 2 pairs: expected a finite sum above 0, found 0.0", List.of(nothing, nothing));
    PairTarget huge = new PairTarget(1, 0, Double.MAX_VALUE);
    assertRejected(
        "weights of 2 pairs: expected a finite sum above 0, found Infinity", List.of(huge, huge));
  }

  private static void assertRejected(String message, List<PairTarget> batch) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> PairTargets.of(batch)).getMessage());
  }

  @Test
  void null_isRejected() {
    PairTargets targets = PairTargets.of(List.of(TARGET));
    assertThrows(NullPointerException.class, () -> PairTargets.of(null));
    assertThrows(NullPointerException.class, () -> targets.select(null));
    assertThrows(NullPointerException.class, () -> PairTarget.of(null));
  }

  @Test
  void target_outOfRange_isRejected() {
    assertRejected("probability of the first: expected 0 to 1, found -0.1", -0.1, 0, 1);
    assertRejected("probability of the first: expected 0 to 1, found 1.1", 1.1, 0, 1);
    assertRejected("probability of the first: expected 0 to 1, found NaN", Double.NaN, 0, 1);
    assertRejected("margin: expected a finite number of 0 or more, found -1.0", 1, -1, 1);
    assertRejected("margin: expected a finite number of 0 or more, found NaN", 1, Double.NaN, 1);
    assertRejected("weight: expected a finite number of 0 or more, found -1.0", 1, 0, -1);
    assertRejected(
        "weight: expected a finite number of 0 or more, found Infinity",
        1,
        0,
        Double.POSITIVE_INFINITY);
  }

  private static void assertRejected(String message, double p, double margin, double weight) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new PairTarget(p, margin, weight))
            .getMessage());
  }

  @Test
  void swapped_mirrorsTheLabelOnly() {
    assertEquals(new PairTarget(0.25, 2, 3), TARGET.swapped());
  }

  @Test
  void of_preference_takesItsProbability() {
    ResponsePair pair = new ResponsePair(Prompt.of("Why?"), "Because.", "No idea.");
    Guideline guideline = Guideline.of(Principle.of("Honest", "It is honest.", "It lies."));
    Preference preference = new Preference(pair, guideline, 0.3);
    assertEquals(new PairTarget(0.3, 0, 1), PairTarget.of(preference));
    assertEquals(PairTarget.of(0.3).swapped(), PairTarget.of(preference.swapped()));
  }
}

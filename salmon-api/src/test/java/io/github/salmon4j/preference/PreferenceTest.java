package io.github.salmon4j.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

  private static final Principle CONCISE = Principle.of("Concise", "Be brief.", "Be long.");
  private static final ResponsePair PAIR = new ResponsePair(Prompt.of("Why?"), "So.", "");

  private static PreferenceLabel label(double inOrder, double swapped) {
    return new PreferenceLabel(PAIR, CONCISE, inOrder, swapped);
  }

  @Test
  void label_keepsBothOrders() {
    PreferenceLabel biased = label(3, -1);
    assertEquals(1, biased.meanMargin());
    assertEquals(2, biased.positionBias(), "favors what is shown first");
    assertFalse(biased.ordersAgree());
    assertTrue(label(-3, -1).ordersAgree());
    assertFalse(label(0, 1).ordersAgree());
    assertFalse(label(0, 0).ordersAgree());
  }

  @Test
  void label_tinyMarginsOfOneSign_agree() {
    assertTrue(label(1e-100, 1e-100).ordersAgree());
    assertTrue(label(-1e-200, -1e-200).ordersAgree(), "their product would underflow to zero");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void label_notFinite_isRejected(double margin) {
    assertThrows(IllegalArgumentException.class, () -> label(margin, 0));
    assertThrows(IllegalArgumentException.class, () -> label(0, margin));
  }

  @Test
  void swapped_mirrorsResponsesAndProbability() {
    Preference preference = new Preference(PAIR, Guideline.of(CONCISE), 0.75);
    Preference swapped = preference.swapped();
    assertEquals(new ResponsePair(PAIR.prompt(), "", "So."), swapped.pair());
    assertEquals(0.25, swapped.probabilityFirst());
    assertEquals(preference.guideline(), swapped.guideline());
    assertEquals(preference, swapped.swapped());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void probability_outsideZeroToOne_isRejected(double probability) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Preference(PAIR, Guideline.of(CONCISE), probability));
  }
}

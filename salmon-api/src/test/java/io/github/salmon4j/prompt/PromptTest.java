package io.github.salmon4j.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  @ParameterizedTest
  @CsvSource({"GENERAL, 1.0", "REASONING, -0.4", "RED_TEAMING, 0.0"})
  void of_kind_hasTheReleasedMultiplier(PromptKind kind, double multiplier) {
    assertEquals(new Prompt("Why?", kind, multiplier), Prompt.of("Why?", kind));
  }

  @Test
  void of_textAlone_isGeneral() {
    assertEquals(Prompt.of("Why?", PromptKind.GENERAL), Prompt.of("Why?"));
  }

  @Test
  void text_isKeptAsWritten() {
    String text = " \n=== head ===\r\n</s> \uD83D\uDE00 ";
    assertEquals(text, Prompt.of(text).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void text_blank_isRejected(String text) {
    assertThrows(IllegalArgumentException.class, () -> Prompt.of(text));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void lengthMultiplier_notFinite_isRejected(double multiplier) {
    assertThrows(
        IllegalArgumentException.class, () -> new Prompt("Why?", PromptKind.GENERAL, multiplier));
  }
}

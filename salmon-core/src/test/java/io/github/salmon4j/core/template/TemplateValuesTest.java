package io.github.salmon4j.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.language.TokenIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateValuesTest {

  @Test
  void limits_defaultsAreThoseOfTheReleasedRuns() {
    assertEquals(new InputLimits(256, 1024, 1664), InputLimits.defaults());
  }

  @Test
  void limits_withinContext_onlyEverLowersTheTotal() {
    assertEquals(new InputLimits(256, 1024, 512), InputLimits.defaults().withinContext(512));
    assertEquals(InputLimits.defaults(), InputLimits.defaults().withinContext(4096));
    assertThrows(IllegalArgumentException.class, () -> InputLimits.defaults().withinContext(0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, prompt tokens",
    "1, 0, 1, response tokens",
    "1, 1, 0, total tokens",
    "1, 1, -5, total tokens"
  })
  void limits_notPositive_areRejected(int prompt, int response, int total, String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new InputLimits(prompt, response, total))
            .getMessage();
    assertEquals(name + ": expected 1 or more", message.substring(0, message.indexOf(',')));
  }

  @Test
  void encodedInput_splitsAtTheFirstPrinciple() {
    EncodedInput input = new EncodedInput(TokenIds.of(1, 2, 3), 2, 0);
    assertEquals(TokenIds.of(1, 2), input.shared());
    assertEquals(TokenIds.of(3), input.own());
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "3, 0", "0, -1"})
  void encodedInput_countsOutOfRange_areRejected(int shared, int dropped) {
    TokenIds two = TokenIds.of(1, 2);
    assertThrows(IllegalArgumentException.class, () -> new EncodedInput(two, shared, dropped));
  }
}

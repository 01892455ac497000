package io.github.salmon4j.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.language.FinishReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTruncationGoldenTest {

  private static final ResponseTruncation RELEASED = ResponseTruncation.released("[PAD]");

  /** The first five rows are the released code's own behaviour; {@code ~} ends a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Hello~~### User~Hi               | Hello~~### User          | FINISHED  | Hello",
        "Hello~~### Dromedary~foo bar     | Hello~~### Dromedary~foo | TRUNCATED | Hello",
        "Hi~Note: x~~### User~            | Hi~Note                  | TRUNCATED | Hi~Note",
        "\"~~### User~yo\"                | ### User                 | TRUNCATED | \"\"",
        "A ### heading text~~### User     | A ### heading            | TRUNCATED | A",
        "Hi</s> more~~### User            | Hi</s>                   | TRUNCATED | Hi",
        "Hi~~### User</s>                 | Hi~~### User             | FINISHED  | Hi",
        "Hi~~### User~~### User x         | Hi~~### User             | FINISHED  | Hi",
        "Hi~Comment~Update~Note           | Hi~Comment               | TRUNCATED | Hi~Comment",
        "Hi there [PAD][PAD]              | \"Hi there \"            | TRUNCATED | Hi there",
        "\"Hi <|endoftext|> yo\"            | \"Hi <|endoftext|> yo\"    | TRUNCATED | Hi",
        "a ###b c d                       | a ###b c                 | TRUNCATED | a",
        "a ###                            | a ###                    | TRUNCATED | a",
        "\"\"                             | \"\"                     | TRUNCATED | \"\"",
        "\"  no end \"                    | no end                   | TRUNCATED | no end"
      })
  void released_matchesTheTable(String input, String kept, FinishReason reason, String scored) {
    assertEquals(
        new ResponseTruncation.Truncated(lines(kept), reason, lines(scored)),
        RELEASED.truncate(lines(input)));
  }

  private static String lines(String text) {
    return text.replace('~', '\n');
  }

  @Test
  void truncate_ownMarkers_areUsed() {
    ResponseTruncation turns =
        new ResponseTruncation(List.of("<end>"), "<end>", "@@", 0, "<pad>", List.of("<end>", "@@"));
    assertEquals(
        new ResponseTruncation.Truncated("a @@", FinishReason.TRUNCATED, "a"),
        turns.truncate("a @@ b <end> c"));
    assertEquals(
        new ResponseTruncation.Truncated("a ### <end>", FinishReason.FINISHED, "a ###"),
        turns.truncate("a ### <end> c"));
  }

  @Test
  void settings_outOfRange_areRejected() {
    assertRejects("marker: expected some text, found none", List.of(""), "s", 0);
    assertRejects("stop: expected some text, found none", List.of("s"), "", 0);
    assertRejects("header pieces: expected 0 or more, found -1", List.of("s"), "s", -1);
    assertThrows(NullPointerException.class, () -> RELEASED.truncate(null));
  }

  private static void assertRejects(String message, List<String> markers, String stop, int pieces) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new ResponseTruncation(markers, stop, "#", pieces, "p", List.of()))
            .getMessage());
  }
}

package io.github.salmon4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.tokenizer.CheckpointTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The window of last tokens against all of the text. */
class StopTextTest {

  /** The two golden tokenizers. */
  private enum Family {
    SENTENCE_PIECE("tokenizer", 2),
    BYTE_LEVEL("tokenizer/bytelevel", 385);

    private final CheckpointTokenizer tokenizer;

    Family(String folder, int end) {
      this.tokenizer =
          CheckpointTokenizer.open(
              Golden.folder(folder).resolve("tokenizer.json"), OptionalInt.of(end));
    }
  }

  /** {@return how many of the tokens make a text that contains a stop; none do: -1} */
  private static int stopsAfter(Tokenizer tokenizer, TokenIds tokens, String... stops) {
    StopText text = new StopText(tokenizer, Set.of(stops));
    for (int i = 0; i < tokens.size(); i++) {
      if (text.completedBy(tokens.get(i))) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int wholeTextStopsAfter(Tokenizer tokenizer, TokenIds tokens, String stop) {
    for (int i = 1; i <= tokens.size(); i++) {
      if (tokenizer.decode(tokens.slice(0, i)).contains(stop)) {
        return i;
      }
    }
    return -1;
  }

  /** Words, characters of one to four bytes cut into tokens, special tokens, and broken bytes. */
  private static TokenIds babble(Tokenizer tokenizer, Random random) {
    String[] pieces = {"hello ", "the cat", " sat", "\n\n", "é", "你好", "😀", "  ", ".", "User:"};
    List<TokenIds> parts = new ArrayList<>();
    while (parts.size() < 60) {
      if (random.nextInt(12) == 0) {
        parts.add(TokenIds.of(random.nextInt(tokenizer.vocabularySize())));
      } else {
        parts.add(tokenizer.encode(pieces[random.nextInt(pieces.length)]));
      }
    }
    return TokenIds.concat(parts);
  }

  @ParameterizedTest
  @EnumSource
  void completedBy_anyTokens_stopsWhereTheWholeTextDoes(Family family) {
    Tokenizer tokenizer = family.tokenizer;
    int stopped = 0;
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      TokenIds tokens = babble(tokenizer, random);
      String text = tokenizer.decode(tokens);
      int from = random.nextInt(text.length() - 8);
      String stop = text.substring(from, from + 1 + random.nextInt(8));
      int expected = wholeTextStopsAfter(tokenizer, tokens, stop);
      assertEquals(expected, stopsAfter(tokenizer, tokens, stop), "seed " + seed + ": " + stop);
      stopped += expected > 0 ? 1 : 0;
    }
    assertTrue(stopped > 140, "stops found: " + stopped);
  }

  @ParameterizedTest
  @EnumSource
  void completedBy_longText_decodesFewTokensEachTime(Family family) {
    int[] longest = {0};
    Tokenizer counting =
        new Tokenizer() {
          @Override
          public TokenIds encode(String text) {
            return family.tokenizer.encode(text);
          }

          @Override
          public String decode(TokenIds tokens) {
            longest[0] = Math.max(longest[0], tokens.size());
            return family.tokenizer.decode(tokens);
          }

          @Override
          public int vocabularySize() {
            return family.tokenizer.vocabularySize();
          }

          @Override
          public OptionalInt beginId() {
            return family.tokenizer.beginId();
          }

          @Override
          public OptionalInt endId() {
            return family.tokenizer.endId();
          }
        };
    TokenIds tokens = counting.encode("the cat sat, 你好 ".repeat(200));
    assertEquals(-1, stopsAfter(counting, tokens, "dog"));
    assertTrue(tokens.size() > 1500, "tokens: " + tokens.size());
    assertTrue(longest[0] < 60, "tokens decoded at once: " + longest[0]);
  }

  @ParameterizedTest
  @EnumSource
  void completedBy_characterOverSeveralTokens_stopsAtItsLast(Family family) {
    TokenIds emoji = family.tokenizer.encode("😀");
    assertTrue(emoji.size() > 1);
    assertEquals(emoji.size(), stopsAfter(family.tokenizer, emoji, "😀"));
    TokenIds halves = TokenIds.concat(List.of(emoji.slice(0, 2), emoji));
    assertEquals(
        wholeTextStopsAfter(family.tokenizer, halves, "😀"),
        stopsAfter(family.tokenizer, halves, "😀"));
  }

  /** Without words between them, byte tokens make characters all together or not at all. */
  @ParameterizedTest
  @EnumSource
  void completedBy_longRunOfBytes_stopsWhereTheWholeTextDoes(Family family) {
    Tokenizer tokenizer = family.tokenizer;
    TokenIds run = tokenizer.encode("😀".repeat(12) + "😁");
    assertEquals(run.size(), stopsAfter(tokenizer, run, "😁"));

    TokenIds emoji = tokenizer.encode("😀");
    TokenIds firstByte = emoji.slice(emoji.size() - 4, emoji.size() - 3);
    TokenIds bytes = run.slice(run.size() - 13 * 4, run.size());
    TokenIds broken = TokenIds.concat(List.of(tokenizer.encode("a"), firstByte, bytes));
    for (String stop : List.of("😁", "😀😁")) {
      assertEquals(
          wholeTextStopsAfter(tokenizer, broken, stop), stopsAfter(tokenizer, broken, stop));
    }
  }

  @Test
  void completedBy_severalStops_endsAtTheFirst() {
    Tokenizer tokenizer = Family.BYTE_LEVEL.tokenizer;
    TokenIds tokens = tokenizer.encode("one two three");
    int second = wholeTextStopsAfter(tokenizer, tokens, "two");
    assertEquals(second, stopsAfter(tokenizer, tokens, "three", "two", "four"));
  }

  @Test
  void completedBy_idWithoutText_isNoError() {
    StopText text = new StopText(Family.BYTE_LEVEL.tokenizer, Set.of("a"));
    assertFalse(text.completedBy(100_000));
  }
}

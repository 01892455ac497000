package io.github.salmon4j.core.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.finetuning.SequenceLimits.PromptPart;
import io.github.salmon4j.core.training.LengthPolicy;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemonstrationEncoderTest {

  /** Prompts of 3 tokens and answers of 4, begun by 9 and stopped by 7 8. */
  private static DemonstrationEncoder encoder(LengthPolicy policy, PromptPart kept) {
    return new DemonstrationEncoder(
        TokenIds.of(9), TokenIds.of(7, 8), new SequenceLimits(3, 4, policy, kept));
  }

  private static TokenIds ids(String spaced) {
    return spaced == null
        ? TokenIds.empty()
        : TokenIds.of(Arrays.stream(spaced.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  private static Demonstration demonstration(String prompt, String answer, FinishReason ending) {
    return new Demonstration(ids(prompt), ids(answer), ending);
  }

  @ParameterizedTest
  @CsvSource({
    // prompt, answer, ending, prompt learned after, answer learned, cut
    "1 2,     3 4,       FINISHED,  9 1 2,   3 4 7 8, 0",
    "1 2,     3 4,       TRUNCATED, 9 1 2,   3 4,     0",
    "1 2,     3 4 7 8,   FINISHED,  9 1 2,   3 4 7 8, 0",
    "1 2,     7 8,       FINISHED,  9 1 2,   7 8,     0",
    "1 2,     3 4 7,     FINISHED,  9 1 2,   3 4 7,   1",
    "1 2,     3 4 5,     FINISHED,  9 1 2,   3 4 5,   1",
    "1 2,     3 4 5 6,   FINISHED,  9 1 2,   3 4 5 6, 1",
    "1 2,     3 4 5 6,   TRUNCATED, 9 1 2,   3 4 5 6, 0",
    "1 2,     3 4 5 6 1, TRUNCATED, 9 1 2,   3 4 5 6, 1",
    "1 2,     3 4 5 7 8, FINISHED,  9 1 2,   3 4 5,   1",
    "1 2 3,   3,         FINISHED,  9 1 2 3, 3 7 8,   0",
    "1 2 3 4, 3,         FINISHED,  9 2 3 4, 3 7 8,   1",
    "1 2 3 4, 3 4 5,     FINISHED,  9 2 3 4, 3 4 5,   1",
    ",        3,         FINISHED,  9,       3 7 8,   0",
    "1,       ,          FINISHED,  9 1,     7 8,     0",
  })
  void truncate_cutsAndStopsAsTheTableSays(
      String prompt, String answer, FinishReason ending, String before, String learned, int cut) {
    EncodedDemonstrations encoded =
        encoder(LengthPolicy.TRUNCATE, PromptPart.LAST_TOKENS)
            .encode(List.of(demonstration(prompt, answer, ending)));
    TokenSequence expected = new TokenSequence(ids(before), ids(learned));
    assertEquals(List.of(new EncodedDemonstration(expected, 0)), encoded.examples());
    assertEquals(cut, encoded.cut());
    assertEquals(0, encoded.tooLong() + encoded.empty());
  }

  @Test
  void truncate_firstTokens_keepsTheBeginningOfPrompts() {
    EncodedDemonstrations encoded =
        encoder(LengthPolicy.TRUNCATE, PromptPart.FIRST_TOKENS)
            .encode(List.of(demonstration("1 2 3 4", "5", FinishReason.FINISHED)));
    assertEquals(ids("9 1 2 3"), encoded.examples().get(0).sequence().prompt());
  }

  @Test
  void filter_leavesOutWhatIsTooLongOrEmpty_andCounts() {
    EncodedDemonstrations encoded =
        encoder(LengthPolicy.FILTER, PromptPart.LAST_TOKENS)
            .encode(
                List.of(
                    demonstration("1 2 3 4", "5", FinishReason.FINISHED),
                    demonstration("1 2 3", "5 6", FinishReason.FINISHED),
                    demonstration("1", "4 5 6", FinishReason.FINISHED),
                    demonstration("1", "4 5 6", FinishReason.TRUNCATED),
                    demonstration("1", null, FinishReason.TRUNCATED)));
    assertEquals(List.of(1, 3), encoded.examples().stream().map(e -> e.source()).toList());
    assertEquals(0, encoded.cut());
    assertEquals(2, encoded.tooLong());
    assertEquals(1, encoded.empty());
  }

  @Test
  void nothingToFollow_isEmpty() {
    DemonstrationEncoder bare =
        new DemonstrationEncoder(TokenIds.empty(), TokenIds.empty(), SequenceLimits.selfAlign());
    EncodedDemonstrations encoded =
        bare.encode(
            List.of(
                demonstration(null, "1", FinishReason.FINISHED),
                demonstration("1", null, FinishReason.FINISHED),
                demonstration("1", "2", FinishReason.FINISHED)));
    assertEquals(2, encoded.empty());
    assertEquals(
        List.of(new EncodedDemonstration(new TokenSequence(ids("1"), ids("2")), 2)),
        encoded.examples());
    assertEquals(new EncodedDemonstrations(List.of(), 0, 0, 0), bare.encode(List.of()));
  }

  @Test
  void of_takesTheTokenizersTokens() {
    DemonstrationEncoder encoder =
        DemonstrationEncoder.of(new Letters(), SequenceLimits.selfAlign());
    assertEquals(ids("100"), encoder.begin());
    assertEquals(TokenIds.empty(), encoder.stop());
    Demonstration demonstration =
        Demonstration.of("ab", "c", FinishReason.TRUNCATED, new Letters());
    assertEquals(demonstration("0 1", "2", FinishReason.TRUNCATED), demonstration);
  }

  @Test
  void ofGeneration_keepsItsTokensAndEnding() {
    Generation generation =
        new Generation(ids("5 7"), TokenLogProbs.of(-1, -2), FinishReason.FINISHED);
    assertEquals(
        demonstration("1", "5 7", FinishReason.FINISHED), Demonstration.of(ids("1"), generation));
  }

  @Test
  void badSettings_areRefused() {
    assertMessage(
        "prompt tokens: expected 1 or more, found 0",
        () -> new SequenceLimits(0, 1, LengthPolicy.FILTER, PromptPart.LAST_TOKENS));
    assertMessage(
        "answer tokens: expected 1 or more, found 0",
        () -> new SequenceLimits(1, 0, LengthPolicy.FILTER, PromptPart.LAST_TOKENS));
    SequenceLimits narrow = new SequenceLimits(1, 1, LengthPolicy.FILTER, PromptPart.LAST_TOKENS);
    assertMessage(
        "stop tokens: expected at most 1, the tokens of an answer, found 2",
        () -> new DemonstrationEncoder(TokenIds.empty(), ids("1 2"), narrow));
    TokenSequence noAnswer = new TokenSequence(ids("1"), TokenIds.empty());
    assertMessage(
        "demonstration 4: expected tokens in prompt and answer, found 1 and 0",
        () -> new EncodedDemonstration(noAnswer, 4));
  }

  private static void assertMessage(String expected, Runnable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  /** One token for each small letter, a begin token and no end token. */
  private static final class Letters implements Tokenizer {

    @Override
    public TokenIds encode(String text) {
      return TokenIds.of(text.chars().map(c -> c - 'a').toArray());
    }

    @Override
    public String decode(TokenIds tokens) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int vocabularySize() {
      return 101;
    }

    @Override
    public OptionalInt beginId() {
      return OptionalInt.of(100);
    }

    @Override
    public OptionalInt endId() {
      return OptionalInt.empty();
    }
  }
}

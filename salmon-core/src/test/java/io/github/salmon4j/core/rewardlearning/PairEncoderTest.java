package io.github.salmon4j.core.rewardlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.core.training.LengthPolicy;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PairEncoderTest {

  private static final Tokenizer CHARACTERS = new Characters();
  private static final RewardTemplate TEMPLATE = RewardTemplate.standard();
  private static final Guideline KIND = Guideline.of(Principle.of("Kindness", "Be kind."));
  private static final InputLimits LIMITS = new InputLimits(6, 4, 10_000);

  private static Preference preference(String prompt, String first, String second, double p) {
    return new Preference(new ResponsePair(Prompt.of(prompt), first, second), KIND, p);
  }

  private static EncodedPairs encode(LengthPolicy policy, Preference... preferences) {
    return new PairEncoder(TEMPLATE, CHARACTERS, LIMITS, policy).encode(List.of(preferences));
  }

  private static TokenIds tokens(String prompt, String response) {
    return TEMPLATE.encode(Prompt.of(prompt), response, KIND, CHARACTERS, LIMITS).tokens();
  }

  @Test
  void encode_fillsInTheTemplateForBoth() {
    EncodedPairs encoded =
        encode(
            LengthPolicy.FILTER, preference("Why?", "so", "", 0.75), preference("?", "", "a", 0));
    assertEquals(
        List.of(
            new EncodedPair(tokens("Why?", "so"), tokens("Why?", ""), KIND, PairTarget.of(0.75), 0),
            new EncodedPair(tokens("?", ""), tokens("?", "a"), KIND, PairTarget.of(0), 1)),
        encoded.pairs());
    assertEquals(0, encoded.cut() + encoded.tooLong() + encoded.identical());
  }

  @Test
  void truncate_cutsAsTheTemplateDoes_andCounts() {
    EncodedPairs encoded =
        encode(
            LengthPolicy.TRUNCATE,
            preference("Why?", "abcd", "abc", 1),
            preference("Why?", "abcdE", "abc", 1),
            preference("Why?", "abc", "abcdE", 1),
            preference("Why, why?", "a", "b", 1));
    assertEquals(3, encoded.cut());
    assertEquals(4, encoded.pairs().size());
    assertEquals(tokens("Why?", "abcd"), encoded.pairs().get(1).first());
    assertEquals(tokens("Why, why?", "a"), encoded.pairs().get(3).first());
  }

  @Test
  void filter_leavesOutWhatWouldBeCut_andCounts() {
    EncodedPairs encoded =
        encode(
            LengthPolicy.FILTER,
            preference("Why?", "abcdE", "abc", 1),
            preference("Why?", "abc", "abcdE", 1),
            preference("Why, why?", "a", "b", 1),
            preference("Why?", "abcd", "abc", 1));
    assertEquals(List.of(3), encoded.pairs().stream().map(EncodedPair::source).toList());
    assertEquals(3, encoded.tooLong());
    assertEquals(0, encoded.cut() + encoded.identical());
  }

  @Test
  void identicalAfterEncoding_areLeftOut_andCounted() {
    EncodedPairs encoded =
        encode(
            LengthPolicy.TRUNCATE,
            preference("Why?", "same", "same", 1),
            preference("Why?", "abcdE", "abcdF", 1),
            preference("Why?", "abcd", "abcdE", 1),
            preference("Why?", "a", "b", 1));
    assertEquals(3, encoded.identical());
    assertEquals(0, encoded.cut(), "only of those that are used");
    assertEquals(List.of(3), encoded.pairs().stream().map(EncodedPair::source).toList());
    EncodedPairs filtered = encode(LengthPolicy.FILTER, preference("Why?", "abcdE", "abcdF", 1));
    assertEquals(new EncodedPairs(List.of(), 0, 1, 0), filtered);
    assertEquals(new EncodedPairs(List.of(), 0, 0, 0), encode(LengthPolicy.FILTER));
  }

  @Test
  void of_takesAStagesLimits() {
    RewardInputLimits stage = RewardTrainingSettings.principleFineTuning().limits();
    PairEncoder encoder = PairEncoder.of(CHARACTERS, stage);
    assertEquals(new InputLimits(128, 768, 1280), encoder.limits());
    assertEquals(LengthPolicy.TRUNCATE, encoder.policy());
    assertEquals(TEMPLATE.hash(), encoder.template().hash());
  }

  @Test
  void guidelineThatDoesNotFit_namesThePreference() {
    PairEncoder narrow =
        new PairEncoder(TEMPLATE, CHARACTERS, new InputLimits(1, 1, 9), LengthPolicy.FILTER);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> narrow.encode(List.of(preference("Why?", "a", "b", 1))))
            .getMessage();
    assertTrue(message.startsWith("preference 0: "), message);
  }

  @Test
  void pairWithoutTokens_isRefused() {
    TokenIds one = TokenIds.of(1);
    assertEquals(
        "pair 3: expected tokens in both inputs, found 1 and 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new EncodedPair(one, TokenIds.empty(), KIND, PairTarget.of(1), 3))
            .getMessage());
  }

  /** A token for each UTF-16 unit. */
  private static final class Characters implements Tokenizer {

    @Override
    public TokenIds encode(String text) {
      return TokenIds.of(text.chars().toArray());
    }

    @Override
    public String decode(TokenIds tokens) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int vocabularySize() {
      return 1 << 16;
    }

    @Override
    public OptionalInt beginId() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt endId() {
      return OptionalInt.empty();
    }
  }
}

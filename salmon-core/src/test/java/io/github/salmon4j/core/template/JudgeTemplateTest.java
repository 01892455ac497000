package io.github.salmon4j.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.template.JudgeTemplate.OptionIds;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JudgeTemplateTest {

  private static final JudgeTemplate TEMPLATE = JudgeTemplate.standard();
  private static final ByteTokenizer BYTES = new ByteTokenizer();
  private static final Principle BRIEF = Principle.of("Concise", "Be brief.", "Be long.");
  private static final ResponsePair PAIR =
      new ResponsePair(Prompt.of("abcdefghij"), "0123456789", "ABCDEF");

  private static String decoded(EncodedInput input) {
    return BYTES.decode(input.tokens());
  }

  private static EncodedInput encode(ResponsePair pair, Order order, int totalTokens) {
    return TEMPLATE.encode(pair, BRIEF, order, BYTES, totalTokens);
  }

  private static int fixed() {
    ResponsePair none = new ResponsePair(Prompt.of("p"), "", "");
    return encode(none, Order.AS_GIVEN, 10_000).tokens().size() - 1;
  }

  /** The kept prompt, output (a) and output (b) when this much room is left for them. */
  private static List<String> kept(ResponsePair pair, Order order, int room) {
    String text = decoded(encode(pair, order, fixed() + room));
    return List.of(
        between(text, "=== Instruction ===\n", "\n\n=== Output (a)"),
        between(text, "=== Output (a) ===\n", "\n\n=== Output (b)"),
        between(text, "=== Output (b) ===\n", "\n\n=== Annotation"));
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  @Test
  void render_reads() {
    String text =
        TEMPLATE.render(PAIR, BRIEF, Order.AS_GIVEN).stream()
            .map(Section::text)
            .collect(Collectors.joining());
    String system = text.substring(0, text.indexOf("==="));
    assertEquals(1, system.strip().lines().count());
    assertEquals(
        """
        === Request ===
        Which of the following two outputs is better?

        === Instruction ===
        abcdefghij

        === Output (a) ===
        0123456789

        === Output (b) ===
        ABCDEF

        === Annotation guide ===
        This time a single aspect counts. Concise: Be brief.

        Going by this definition and nothing else, choose the better output.

        === Answer ===
        Certainly. As for Concise, the better one is Output (""",
        text.substring(system.length()));
    assertFalse(text.contains("Be long."), "a judge never sees a negation");
    assertEquals(text, decoded(encode(PAIR, Order.AS_GIVEN, 10_000)));
  }

  @Test
  void encode_swapped_exchangesTheOutputsOnly() {
    List<String> asGiven = kept(PAIR, Order.AS_GIVEN, 1000);
    List<String> swapped = kept(PAIR, Order.SWAPPED, 1000);
    assertEquals(List.of("abcdefghij", "0123456789", "ABCDEF"), asGiven);
    assertEquals(List.of("abcdefghij", "ABCDEF", "0123456789"), swapped);
    assertEquals(
        encode(PAIR.swapped(), Order.AS_GIVEN, 10_000), encode(PAIR, Order.SWAPPED, 10_000));
  }

  @Test
  void encode_everythingBeforeThePrincipleIsShared() {
    EncodedInput one = encode(PAIR, Order.AS_GIVEN, 10_000);
    EncodedInput other =
        TEMPLATE.encode(PAIR, Principle.of("K", "Be kind."), Order.AS_GIVEN, BYTES, 10_000);
    assertEquals(one.shared(), other.shared());
    assertTrue(BYTES.decode(one.own()).startsWith("Concise: Be brief.\n"));
  }

  @Property(tries = 200)
  void encode_together_cutsAllAlikeForTheLongestPrinciple(
      @ForAll @IntRange(max = 60) int first,
      @ForAll @IntRange(max = 60) int second,
      @ForAll @IntRange(max = 200) int room,
      @ForAll @IntRange(max = 2) int longest,
      @ForAll Order order) {
    List<Principle> principles = new ArrayList<>(List.of(BRIEF, Principle.of("K", "Be kind.")));
    principles.add(longest, Principle.of("Longest name", "Be " + "very ".repeat(9) + "long."));
    ResponsePair pair =
        new ResponsePair(Prompt.of("abcdefghij"), "1".repeat(first), "2".repeat(second));
    int total = fixed() + 80 + room;
    List<EncodedInput> together = TEMPLATE.encode(pair, principles, order, BYTES, total);
    assertEquals(1, together.stream().map(EncodedInput::shared).distinct().count());
    assertEquals(1, together.stream().map(EncodedInput::droppedTokens).distinct().count());
    EncodedInput alone = TEMPLATE.encode(pair, principles.get(longest), order, BYTES, total);
    assertEquals(alone, together.get(longest), "the longest is cut as if alone");
    for (int i = 0; i < principles.size(); i++) {
      EncodedInput uncut = TEMPLATE.encode(pair, principles.get(i), order, BYTES, 10_000);
      assertEquals(uncut.own(), together.get(i).own());
      assertTrue(together.get(i).tokens().size() <= total);
    }
  }

  @Test
  void encode_together_tokenizesEachTextOnce() {
    List<String> texts = new ArrayList<>();
    Tokenizer counting = bending(text -> texts.add(text) ? BYTES.encode(text) : TokenIds.empty());
    List<Principle> principles = List.of(BRIEF, Principle.of("K", "Be kind."));
    TEMPLATE.encode(PAIR, principles, Order.AS_GIVEN, counting, 10_000);
    assertEquals(texts.stream().distinct().toList(), texts);
  }

  @Test
  void encode_oneOfManyDoesNotFit_saysWhatItNeeds() {
    Principle longer = Principle.of("Concise", "Be very brief.");
    int fixed = fixed();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TEMPLATE.encode(PAIR, List.of(BRIEF, longer), Order.AS_GIVEN, BYTES, fixed))
            .getMessage();
    assertTrue(message.contains("the " + (fixed + 5) + " tokens"), message);
  }

  @Test
  void encode_noPrinciples_isRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TEMPLATE.encode(PAIR, List.of(), Order.AS_GIVEN, BYTES, 10_000))
            .getMessage();
    assertEquals("principles: expected at least 1, found 0", message);
  }

  @Test
  void encode_tooLong_cutsThePromptFirst() {
    assertEquals(List.of("abcdefghij", "0123456789", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 26));
    assertEquals(List.of("[...] hij", "0123456789", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 25));
    assertEquals(List.of("[...] j", "0123456789", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 23));
    assertEquals(List.of("", "0123456789", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 22));
    assertEquals(List.of("", "0123456789", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 16));
  }

  @Test
  void encode_stillTooLong_cutsTheLongerOutputThenBoth() {
    assertEquals(List.of("", "01234567", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 14));
    assertEquals(List.of("", "012345", "ABCDEF"), kept(PAIR, Order.AS_GIVEN, 12));
    assertEquals(List.of("", "01234", "ABCDE"), kept(PAIR, Order.AS_GIVEN, 11));
    assertEquals(List.of("", "", ""), kept(PAIR, Order.AS_GIVEN, 0));
    assertEquals(26 - 10, encode(PAIR, Order.AS_GIVEN, fixed() + 11).droppedTokens());
  }

  @Property(tries = 300)
  void encode_cut_keepsTheSameTextsInBothOrders(
      @ForAll @IntRange(max = 60) int first,
      @ForAll @IntRange(max = 60) int second,
      @ForAll @IntRange(max = 140) int room) {
    ResponsePair pair =
        new ResponsePair(Prompt.of("abcdefghij"), "1".repeat(first), "2".repeat(second));
    List<String> asGiven = kept(pair, Order.AS_GIVEN, room);
    List<String> swapped = kept(pair, Order.SWAPPED, room);
    assertEquals(List.of(asGiven.get(0), asGiven.get(2), asGiven.get(1)), swapped);
    int a = asGiven.get(1).length();
    int b = asGiven.get(2).length();
    assertTrue(a + b <= room);
    assertTrue(a + b >= Math.min(first + second, room - 1), "wastes no room");
    assertTrue(a == first || a >= b, "cut below the other");
    assertTrue(b == second || b >= a, "cut below the other");
  }

  @Test
  void encode_guideDoesNotFit_saysWhatIsNeeded() {
    int fixed = fixed();
    String message =
        assertThrows(IllegalArgumentException.class, () -> encode(PAIR, Order.AS_GIVEN, fixed - 1))
            .getMessage();
    assertTrue(message.contains("the " + fixed + " tokens"), message);
    assertTrue(message.endsWith("found " + (fixed - 1)), message);
  }

  @Test
  void encode_defaultLimit_leavesRoom() {
    assertEquals(1536, JudgeTemplate.DEFAULT_TOTAL_TOKENS);
    assertTrue(fixed() / 4 < 300, "about four bytes for a token");
  }

  @Test
  void encode_loneSurrogate_namesTheField() {
    Prompt why = Prompt.of("Why?");
    assertField("first response: ", new ResponsePair(why, "x\uD800", "y"));
    assertField("second response: ", new ResponsePair(why, "y", "x\uD800"));
    assertField("prompt: ", new ResponsePair(Prompt.of("x\uD800"), "y", "y"));
  }

  private static void assertField(String field, ResponsePair pair) {
    for (Order order : Order.values()) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> encode(pair, order, 10_000))
              .getMessage();
      assertTrue(message.startsWith(field) && message.endsWith(" at index 1"), message);
    }
  }

  @Test
  void optionIds_followTheEncodedInput() {
    OptionIds ids = TEMPLATE.optionIds(BYTES);
    assertEquals(new OptionIds('a', 'b'), ids);
  }

  /** The byte tokenizer with some endings spelled otherwise, as a merging tokenizer would. */
  private static Tokenizer bending(Function<String, TokenIds> encode) {
    return new Tokenizer() {
      @Override
      public TokenIds encode(String text) {
        return encode.apply(text);
      }

      @Override
      public String decode(TokenIds tokens) {
        return BYTES.decode(tokens);
      }

      @Override
      public int vocabularySize() {
        return 1000;
      }

      @Override
      public OptionalInt beginId() {
        return OptionalInt.empty();
      }

      @Override
      public OptionalInt endId() {
        return OptionalInt.empty();
      }
    };
  }

  private static TokenIds append(String text, int... ids) {
    return TokenIds.concat(List.of(BYTES.encode(text), TokenIds.of(ids)));
  }

  @Test
  void optionIds_dependOnWhatComesBefore() {
    Tokenizer inContext =
        bending(
            text ->
                text.endsWith("(a")
                    ? append(text.substring(0, text.length() - 1), 500)
                    : BYTES.encode(text));
    assertEquals(new OptionIds(500, 'b'), TEMPLATE.optionIds(inContext));
  }

  @Test
  void optionIds_letterMergedWithTheParenthesis_isRejected() {
    Tokenizer merging =
        bending(
            text ->
                text.endsWith("(b")
                    ? append(text.substring(0, text.length() - 2), 500)
                    : BYTES.encode(text));
    String message =
        assertThrows(IllegalArgumentException.class, () -> TEMPLATE.optionIds(merging))
            .getMessage();
    assertTrue(message.startsWith("option '(b': expected one token after ["), message);
  }

  @Test
  void optionIds_mergedIntoTwoOtherTokens_isRejected() {
    Tokenizer remade =
        bending(
            text ->
                text.endsWith("(a")
                    ? append(text.substring(0, text.length() - 2), 500, 501)
                    : BYTES.encode(text));
    assertThrows(IllegalArgumentException.class, () -> TEMPLATE.optionIds(remade));
  }

  @Test
  void optionIds_letterOfTwoTokens_isRejected() {
    Tokenizer splitting =
        bending(text -> text.endsWith("(a") ? append(text, 500) : BYTES.encode(text));
    assertThrows(IllegalArgumentException.class, () -> TEMPLATE.optionIds(splitting));
  }

  @Test
  void optionIds_bothTheSame_isRejected() {
    Tokenizer unknowing =
        bending(
            text ->
                text.endsWith("(a") || text.endsWith("(b")
                    ? append(text.substring(0, text.length() - 1), 0)
                    : BYTES.encode(text));
    String message =
        assertThrows(IllegalArgumentException.class, () -> TEMPLATE.optionIds(unknowing))
            .getMessage();
    assertEquals("option ids: expected two distinct tokens, found 0 for both", message);
  }

  /** A change here makes new labels incomparable with old ones: it must be meant. */
  @Test
  void hash_isThatOfThisRelease() {
    assertEquals(
        "eeef7d1a616672f56041620ba25a0527bf26af31818105a78ac1eafe53562cc3", TEMPLATE.hash());
  }
}

package io.github.salmon4j.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.template.Section.Origin;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RewardTemplateTest {

  private static final RewardTemplate TEMPLATE = RewardTemplate.standard();
  private static final ByteTokenizer BYTES = new ByteTokenizer();
  private static final Principle BRIEF = Principle.of("Concise", "Be brief.", "Be long.");
  private static final Principle KIND = Principle.of("Kindness", "Be kind.", "Be unkind.");
  private static final Guideline BOTH = Guideline.of(BRIEF, KIND);
  private static final InputLimits AMPLE = new InputLimits(10_000, 10_000, 100_000);

  private static String text(List<Section> sections) {
    return sections.stream().map(Section::text).collect(Collectors.joining());
  }

  private static String decoded(EncodedInput input) {
    return BYTES.decode(input.tokens());
  }

  /** Tokens of everything that is never cut, the begin token included. */
  private static int fixed(Guideline guideline) {
    return TEMPLATE.encode(Prompt.of("p"), "", guideline, BYTES, AMPLE).tokens().size() - 1;
  }

  @Test
  void render_reads() {
    String text = text(TEMPLATE.render(Prompt.of("Why?"), "Because.", BOTH));
    String system = text.substring(0, text.indexOf("==="));
    assertEquals(1, system.strip().lines().count());
    assertEquals(
        """
        === Answer under review ===
        Because.

        === Request it answers ===
        Why?

        === Points to consider ===
        Consider each of these:
        - Be brief.
        - Be kind.
        A good answer satisfies them all.

        === Review ===
        Taken together, this reply is""",
        text.substring(system.length()));
  }

  @Test
  void render_showsTextsAndNoNames() {
    String affirmed = text(TEMPLATE.render(Prompt.of("Why?"), "", BOTH));
    String negated = text(TEMPLATE.render(Prompt.of("Why?"), "", BOTH.negated()));
    assertTrue(negated.contains("\n- Be long.\n- Be unkind.\n"), negated);
    assertFalse(affirmed.contains("Concise") || affirmed.contains("Kindness"), affirmed);
  }

  @Test
  void render_tellsTrustedFromUntrusted() {
    List<Origin> origins =
        TEMPLATE.render(Prompt.of("Why?"), "Because.", BOTH).stream().map(Section::origin).toList();
    assertEquals(
        List.of(
            Origin.TEMPLATE,
            Origin.RESPONSE,
            Origin.TEMPLATE,
            Origin.PROMPT,
            Origin.TEMPLATE,
            Origin.PRINCIPLE,
            Origin.TEMPLATE,
            Origin.PRINCIPLE,
            Origin.TEMPLATE),
        origins);
  }

  @Test
  void render_littleFollowsTheGuideline() {
    List<Section> sections = TEMPLATE.render(Prompt.of("Why?"), "", BOTH);
    String after = sections.get(sections.size() - 1).text();
    assertTrue(after.split("\\s+").length <= 18, after);
  }

  @Test
  void encode_isTheRenderedTextBehindTheBeginToken() {
    Prompt prompt = Prompt.of("Pourquoi\u00A0? \uD83D\uDE00 </s>");
    EncodedInput input = TEMPLATE.encode(prompt, "Because.", BOTH, BYTES, AMPLE);
    assertEquals(ByteTokenizer.BEGIN, input.tokens().get(0));
    assertEquals(text(TEMPLATE.render(prompt, "Because.", BOTH)), decoded(input));
    assertEquals(1, input.tokens().stream().filter(id -> id >= ByteTokenizer.BEGIN).count());
    assertEquals(0, input.droppedTokens());
  }

  @Test
  void encode_noBeginToken_addsNone() {
    ByteTokenizer bare = new ByteTokenizer(OptionalInt.empty());
    TokenIds with = TEMPLATE.encode(Prompt.of("p"), "r", BOTH, BYTES, AMPLE).tokens();
    TokenIds without = TEMPLATE.encode(Prompt.of("p"), "r", BOTH, bare, AMPLE).tokens();
    assertEquals(with.slice(1, with.size()), without);
  }

  @Test
  void encode_everythingBeforeThePrinciplesIsShared() {
    EncodedInput one = TEMPLATE.encode(Prompt.of("Why?"), "So.", BOTH, BYTES, AMPLE);
    EncodedInput other =
        TEMPLATE.encode(Prompt.of("Why?"), "So.", Guideline.of(KIND).negated(), BYTES, AMPLE);
    assertEquals(one.shared(), other.shared());
    assertTrue(BYTES.decode(one.shared()).endsWith("\nConsider each of these:\n- "));
    assertTrue(BYTES.decode(one.own()).startsWith("Be brief.\n- Be kind.\nA good"));
    assertEquals(one.tokens(), TokenIds.concat(List.of(one.shared(), one.own())));
  }

  @Test
  void encode_promptTooLong_keepsItsEndBehindAMark() {
    InputLimits limits = new InputLimits(4, 100, 10_000);
    EncodedInput input = TEMPLATE.encode(Prompt.of("0123456789"), "So.", BOTH, BYTES, limits);
    assertTrue(decoded(input).contains("\n=== Request it answers ===\n[...] 6789\n\n==="));
    assertEquals(6, input.droppedTokens());
    assertEquals(fixed(BOTH) + 3 + 4 + 6, input.tokens().size());
  }

  @Test
  void encode_responseTooLong_keepsItsBeginning() {
    InputLimits limits = new InputLimits(100, 4, 10_000);
    EncodedInput input = TEMPLATE.encode(Prompt.of("Why?"), "0123456789", BOTH, BYTES, limits);
    assertTrue(decoded(input).contains("\n=== Answer under review ===\n0123\n\n==="));
    assertEquals(6, input.droppedTokens());
  }

  @Test
  void encode_fieldsAtTheirLimit_areWhole() {
    InputLimits limits = new InputLimits(4, 10, fixed(BOTH) + 14);
    EncodedInput input = TEMPLATE.encode(Prompt.of("Why?"), "0123456789", BOTH, BYTES, limits);
    assertEquals(0, input.droppedTokens());
    assertEquals(limits.totalTokens(), input.tokens().size());
  }

  @Test
  void encode_totalTooSmall_cutsTheResponseFirst() {
    InputLimits limits = new InputLimits(100, 100, fixed(BOTH) + 12);
    EncodedInput input =
        TEMPLATE.encode(Prompt.of("abcdefghij"), "0123456789", BOTH, BYTES, limits);
    assertTrue(decoded(input).contains("review ===\n01\n"), decoded(input));
    assertTrue(decoded(input).contains("answers ===\nabcdefghij\n"), decoded(input));
    assertEquals(8, input.droppedTokens());
    assertEquals(limits.totalTokens(), input.tokens().size());
  }

  @Test
  void encode_totalSmallerThanThePrompt_thenCutsThePrompt() {
    InputLimits limits = new InputLimits(100, 100, fixed(BOTH) + 9);
    EncodedInput input =
        TEMPLATE.encode(Prompt.of("abcdefghij"), "0123456789", BOTH, BYTES, limits);
    assertTrue(decoded(input).contains("review ===\n\n\n==="), decoded(input));
    assertTrue(decoded(input).contains("answers ===\n[...] hij\n"), decoded(input));
    assertEquals(17, input.droppedTokens());
    assertEquals(limits.totalTokens(), input.tokens().size());
  }

  @Test
  void encode_noRoomForTheMark_dropsThePromptWhole() {
    InputLimits limits = new InputLimits(100, 100, fixed(BOTH) + 6);
    EncodedInput input =
        TEMPLATE.encode(Prompt.of("abcdefghij"), "0123456789", BOTH, BYTES, limits);
    assertTrue(decoded(input).contains("review ===\n012345\n"), decoded(input));
    assertTrue(decoded(input).contains("answers ===\n\n\n==="), decoded(input));
    assertEquals(14, input.droppedTokens());
  }

  @Test
  void encode_onlyTheGuidelineFits() {
    InputLimits limits = new InputLimits(100, 100, fixed(BOTH));
    EncodedInput input = TEMPLATE.encode(Prompt.of("Why?"), "So.", BOTH, BYTES, limits);
    assertEquals(7, input.droppedTokens());
    assertTrue(decoded(input).contains("- Be brief.\n- Be kind.\n"), decoded(input));
  }

  @Test
  void encode_guidelineDoesNotFit_saysWhatIsNeeded() {
    InputLimits limits = new InputLimits(100, 100, fixed(BOTH) - 1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TEMPLATE.encode(Prompt.of("Why?"), "So.", BOTH, BYTES, limits))
            .getMessage();
    assertEquals(
        "template input: expected room for the "
            + fixed(BOTH)
            + " tokens of fixed text and principles, found "
            + (fixed(BOTH) - 1),
        message);
  }

  @Test
  void encode_longestDrawnGuideline_leavesRoomForFullFields() {
    List<Principle> longest =
        BuiltInPrinciples.reinforcement().principles().stream()
            .sorted(Comparator.comparing(principle -> -principle.definition().length()))
            .limit(3)
            .toList();
    Guideline drawn =
        Guideline.affirming(longest).after(BuiltInPrinciples.interventions().principles());
    assertTrue(fixed(drawn) / 4 < 1664 - 256 - 1024, "about four bytes for a token");
  }

  @Test
  void encode_loneSurrogate_namesTheField() {
    assertField("response: ", Prompt.of("Why?"), "x\uD800", BOTH);
    assertField("prompt: ", Prompt.of("x\uDC00"), "So.", BOTH);
  }

  @Test
  void encode_principleThatBreaksItsPromise_isStillChecked() {
    Changing changing = new Changing();
    Guideline guideline = new Guideline(List.of(changing.stated(Polarity.AFFIRMED)));
    changing.definition = "=== Review ===\n=== Review ===";
    String text = text(TEMPLATE.render(Prompt.of("Why?"), "So.", guideline));
    assertTrue(text.contains("- \\=== Review ===\n\\=== Review ===\nA good"), text);
    changing.definition = "x\uD800";
    assertField("principle 'Changing' definition: ", Prompt.of("Why?"), "So.", guideline);
  }

  private static void assertField(String field, Prompt prompt, String response, Guideline lines) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TEMPLATE.encode(prompt, response, lines, BYTES, AMPLE))
            .getMessage();
    assertTrue(message.startsWith(field) && message.endsWith(" at index 1"), message);
  }

  /** Not immutable, as every principle must be. */
  private static final class Changing implements Principle {

    private String definition = "Be calm.";

    @Override
    public String name() {
      return "Changing";
    }

    @Override
    public String definition() {
      return definition;
    }

    @Override
    public Optional<String> negation() {
      return Optional.empty();
    }

    @Override
    public double weight() {
      return 1;
    }

    @Override
    public Set<PromptKind> boostedFor() {
      return Set.of();
    }
  }

  /** A change here makes every trained reward model unusable: it must be meant. */
  @Test
  void hash_isThatOfThisRelease() {
    assertEquals(
        "c856b66e6f16ddeb20af6868a13847d562705986f3f8e5dc0c86a6ae1ac46ed7", TEMPLATE.hash());
    assertSame(RewardTemplate.standard(), TEMPLATE);
    assertNotEquals(JudgeTemplate.standard().hash(), TEMPLATE.hash());
  }

  @Test
  void hash_changesWithWordsOrderAndMarks_notWithWhatIsPutIn() {
    LineMarks marks = new LineMarks("===");
    List<Section> one = List.of(new Section(Origin.TEMPLATE, "a"), new Section(Origin.PROMPT, "x"));
    List<Section> same = List.of(one.get(0), new Section(Origin.PROMPT, "y"));
    assertEquals(TemplateHash.of(one, marks), TemplateHash.of(same, marks));
    Set<String> hashes =
        Set.of(
            TemplateHash.of(one, marks),
            TemplateHash.of(one, new LineMarks("==")),
            TemplateHash.of(List.of(one.get(1), one.get(0)), marks),
            TemplateHash.of(List.of(one.get(0)), marks),
            TemplateHash.of(List.of(new Section(Origin.TEMPLATE, "b"), one.get(1)), marks),
            TemplateHash.of(List.of(one.get(0), new Section(Origin.RESPONSE, "x")), marks));
    assertEquals(6, hashes.size());
  }
}

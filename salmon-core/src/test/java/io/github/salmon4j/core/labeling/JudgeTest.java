package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final JudgeTemplate TEMPLATE = JudgeTemplate.standard();
  private static final Utf8Tokenizer BYTES = new Utf8Tokenizer();
  private static final PrincipleSet PRINCIPLES = Pairs.PRINCIPLES;
  private static final int ALL = 100_000;

  private final HashModel model = new HashModel();

  private Judge judge(int totalTokens, int tokensPerCall) {
    return new Judge(model, new JudgeSettings(totalTokens, tokensPerCall));
  }

  private static EncodedInput encode(ResponsePair pair, Principle principle, Order order) {
    return TEMPLATE.encode(pair, principle, order, BYTES, ALL);
  }

  /** log p(a) - log p(b) after the template filled in by itself. */
  private static double forA(ResponsePair pair, Principle principle, Order order) {
    TokenIds prompt = encode(pair, principle, order).tokens();
    return (double) HashModel.alone(prompt, 'a') - (double) HashModel.alone(prompt, 'b');
  }

  private static long tokens(ResponsePair pair) {
    long tokens = 0;
    for (Order order : Order.values()) {
      tokens += encode(pair, PRINCIPLES.principles().get(0), order).shared().size();
      for (Principle principle : PRINCIPLES) {
        tokens += encode(pair, principle, order).own().size();
      }
    }
    return tokens;
  }

  @Test
  void label_margins_areDifferencesOfLogProbsTurnedToTheFirstResponse() {
    model.mindsCompany = false;
    List<ResponsePair> pairs = Pairs.pairs(3);
    List<PreferenceLabel> labels = judge(ALL, ALL).label(pairs, PRINCIPLES, Monitor.none());
    List<PreferenceLabel> expected = new ArrayList<>();
    for (ResponsePair pair : pairs) {
      for (Principle principle : PRINCIPLES) {
        double inOrder = forA(pair, principle, Order.AS_GIVEN);
        double swapped = -forA(pair, principle, Order.SWAPPED);
        expected.add(new PreferenceLabel(pair, principle, inOrder, swapped));
      }
    }
    assertEquals(expected, labels);
  }

  @Property(tries = 50)
  void label_swappedResponses_negateTheMarginsBitForBit(
      @ForAll @Size(6) List<Boolean> swaps, @ForAll @IntRange(min = 1, max = 12_000) int perCall) {
    Judge judge = judge(JudgeTemplate.DEFAULT_TOTAL_TOKENS, perCall);
    List<ResponsePair> pairs = Pairs.pairs(6);
    List<ResponsePair> some = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      some.add(swaps.get(i) ? pairs.get(i).swapped() : pairs.get(i));
    }
    List<PreferenceLabel> given = judge.label(pairs, PRINCIPLES, Monitor.none());
    List<PreferenceLabel> turned = judge.label(some, PRINCIPLES, Monitor.none());
    for (int i = 0; i < given.size(); i++) {
      PreferenceLabel one = given.get(i);
      boolean swap = swaps.get(i / PRINCIPLES.size());
      double inOrder = swap ? 0.0 - one.marginSwapped() : one.marginInOrder();
      double swapped = swap ? 0.0 - one.marginInOrder() : one.marginSwapped();
      ResponsePair pair = some.get(i / PRINCIPLES.size());
      assertEquals(new PreferenceLabel(pair, one.principle(), inOrder, swapped), turned.get(i));
    }
  }

  @Test
  void label_undecided_isPlusZeroInBothOrders() {
    Judge judge =
        new Judge(
            new HashModel() {
              @Override
              TokenLogProbs answer(TokenIds prompt, TokenIds candidates, float company) {
                return TokenLogProbs.of(-1, -1);
              }
            },
            JudgeSettings.defaults());
    PreferenceLabel label = judge.label(Pairs.pairs(1), PRINCIPLES, Monitor.none()).get(0);
    assertEquals(0.0, label.marginInOrder());
    assertEquals(0.0, label.marginSwapped(), "assertEquals tells 0.0 from -0.0");
  }

  @Test
  void label_margin_isADifferenceInDouble() {
    float a = -1e-6f;
    float b = -3.1f;
    Judge judge =
        new Judge(
            new HashModel() {
              @Override
              TokenLogProbs answer(TokenIds prompt, TokenIds candidates, float company) {
                return TokenLogProbs.of(a, b);
              }
            },
            JudgeSettings.defaults());
    PreferenceLabel label = judge.label(Pairs.pairs(1), PRINCIPLES, Monitor.none()).get(0);
    assertEquals((double) a - (double) b, label.marginInOrder());
    assertEquals((double) b - (double) a, label.marginSwapped());
  }

  @Test
  void label_call_holdsBothOrdersOfWholePairsUpToTheBudget() {
    List<ResponsePair> pairs = Pairs.pairs(5);
    long three = tokens(pairs.get(0)) + tokens(pairs.get(1)) + tokens(pairs.get(2));
    judge(ALL, (int) three).label(pairs, PRINCIPLES, Monitor.none());
    assertEquals(List.of(18, 12), model.calls.stream().map(List::size).toList());
    model.calls.clear();
    judge(ALL, (int) three - 1).label(pairs, PRINCIPLES, Monitor.none());
    assertEquals(12, model.calls.get(0).size());
    model.calls.clear();
    judge(ALL, 1).label(pairs, PRINCIPLES, Monitor.none());
    assertEquals(List.of(6, 6, 6, 6, 6), model.calls.stream().map(List::size).toList());
  }

  @Test
  void label_longTexts_areCutAlikeUnderAllPrinciples() {
    ResponsePair pair = new ResponsePair(Prompt.of("p".repeat(900)), "1".repeat(900), "2");
    judge(1536, ALL).label(List.of(pair), PRINCIPLES, Monitor.none());
    List<TokenIds> prompts = model.calls.get(0);
    int shared =
        TEMPLATE
            .encode(pair, PRINCIPLES.principles(), Order.AS_GIVEN, BYTES, 1536)
            .get(0)
            .sharedTokens();
    assertTrue(shared > 1000, "texts, although cut");
    for (int order = 0; order < 2; order++) {
      List<TokenIds> some = prompts.subList(3 * order, 3 * order + 3);
      assertEquals(1536, some.stream().mapToInt(TokenIds::size).max().orElseThrow());
      long beginnings = some.stream().map(p -> p.slice(0, shared)).distinct().count();
      assertEquals(1, beginnings);
    }
  }

  @Test
  void label_modelWithAShortContext_isAskedWithinIt() {
    model.contextLength = 1300;
    ResponsePair pair = new ResponsePair(Prompt.of("p"), "1".repeat(2000), "2".repeat(2000));
    Judge judge = judge(1536, ALL);
    assertEquals(3, judge.label(List.of(pair), PRINCIPLES, Monitor.none()).size());
    assertEquals(1299, judge.identity("any", PRINCIPLES).totalTokens());
    assertEquals(1299, model.calls.get(0).stream().mapToInt(TokenIds::size).max().orElseThrow());
  }

  @Test
  void label_monitor_hearsOfLabels() {
    List<String> heard = new ArrayList<>();
    Monitor monitor = (done, total) -> heard.add(done + "/" + total);
    judge(ALL, 1).label(Pairs.pairs(2), PRINCIPLES, monitor);
    assertEquals(List.of("0/6", "3/6", "6/6"), heard);
    heard.clear();
    assertEquals(List.of(), judge(ALL, 1).label(List.of(), PRINCIPLES, monitor));
    assertEquals(List.of("0/0"), heard);
  }

  @Test
  void label_cancelled_stopsBetweenAndWithinCalls() {
    Stopping afterFirst = new Stopping(3);
    Judge judge = judge(ALL, 1);
    assertThrows(
        CancellationException.class, () -> judge.label(Pairs.pairs(3), PRINCIPLES, afterFirst));
    assertEquals(1, model.calls.size());
    Stopping asked = new Stopping(Long.MAX_VALUE);
    asked.askedMost = 3;
    assertThrows(CancellationException.class, () -> judge.label(Pairs.pairs(3), PRINCIPLES, asked));
    assertEquals(2, model.calls.size(), "stopped within the first call");
  }

  @Test
  void judge_budget_countsPairsLabelsTokensAndAccepted() {
    model.mindsCompany = false;
    List<ResponsePair> pairs = Pairs.pairs(40);
    AcceptanceRule rule = new AcceptanceRule(2);
    Labeling labeling = judge(ALL, 5000).judge(pairs, PRINCIPLES, rule, Monitor.none());
    BudgetReport budget = labeling.budget();
    assertTrue(model.calls.size() > 5, "several calls");
    assertEquals(40, budget.pairs());
    assertEquals(120, budget.labels());
    assertEquals(pairs.stream().mapToLong(JudgeTest::tokens).sum(), budget.promptTokens());
    long accepted =
        labeling.labels().stream()
            .filter(l -> l.ordersAgree() && Math.abs(l.meanMargin()) >= 2)
            .count();
    assertTrue(accepted > 0 && accepted < 120);
    assertEquals(accepted, budget.acceptedLabels());
    assertTrue(budget.seconds() > 0);
  }

  @Test
  void label_noPrinciples_isRefused() {
    assertRefused("principles: expected at least 1, found 0", Pairs.pairs(1), PrincipleSet.of());
  }

  @Test
  void label_loneSurrogateInALatePair_isRefusedBeforeAnyCall() {
    List<ResponsePair> pairs = new ArrayList<>(Pairs.pairs(7));
    pairs.add(new ResponsePair(Prompt.of("p"), "fine", "x\uD800"));
    assertRefused(
        "pair 7: second response: expected Unicode text, found a lone surrogate U+D800 at index 1",
        pairs,
        PRINCIPLES);
  }

  private void assertRefused(String message, List<ResponsePair> pairs, PrincipleSet principles) {
    Judge judge = judge(ALL, 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> judge.label(pairs, principles, Monitor.none()));
    assertEquals(message, e.getMessage());
    assertEquals(List.of(), model.calls);
  }

  @Test
  void label_principleThatDoesNotFit_saysWhatIsNeeded() {
    Judge judge = judge(300, ALL);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> judge.label(Pairs.pairs(1), PRINCIPLES, Monitor.none()))
            .getMessage();
    assertTrue(message.startsWith("template input: expected room for the "), message);
    assertTrue(message.endsWith(", found 300"), message);
  }

  @Test
  void label_closedModel_isRefused() {
    Judge judge = judge(ALL, ALL);
    model.close();
    assertThrows(
        IllegalStateException.class, () -> judge.label(Pairs.pairs(1), PRINCIPLES, Monitor.none()));
  }

  @Test
  void label_marginThatIsNoNumber_namesPairAndPrinciple() {
    TokenIds bad = encode(Pairs.pair(2), PRINCIPLES.principles().get(1), Order.SWAPPED).tokens();
    HashModel failing =
        new HashModel() {
          @Override
          TokenLogProbs answer(TokenIds prompt, TokenIds candidates, float company) {
            return prompt.equals(bad)
                ? TokenLogProbs.of(Float.NEGATIVE_INFINITY, -1)
                : super.answer(prompt, candidates, company);
          }
        };
    Judge judge = new Judge(failing, new JudgeSettings(ALL, 1));
    NonFiniteException e =
        assertThrows(
            NonFiniteException.class,
            () -> judge.label(Pairs.pairs(4), PRINCIPLES, Monitor.none()));
    assertEquals("margins[2, 1]: expected a finite number, found Infinity", e.getMessage());
  }

  @Test
  void judge_tokenizerWithoutAnOption_isRefused() {
    HashModel merging =
        new HashModel() {
          @Override
          public Tokenizer tokenizer() {
            return new Merging();
          }
        };
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Judge(merging, JudgeSettings.defaults()));
    assertTrue(e.getMessage().startsWith("option '(b': expected one token"), e.getMessage());
  }

  @Test
  void publicMethods_null_isRefused() {
    Judge judge = judge(ALL, ALL);
    assertThrows(NullPointerException.class, () -> new Judge(null, JudgeSettings.defaults()));
    assertThrows(NullPointerException.class, () -> new Judge(model, null));
    assertThrows(NullPointerException.class, () -> judge.label(null, PRINCIPLES, Monitor.none()));
    assertThrows(
        NullPointerException.class, () -> judge.label(Pairs.pairs(1), null, Monitor.none()));
    assertThrows(NullPointerException.class, () -> judge.label(Pairs.pairs(1), PRINCIPLES, null));
    assertEquals(List.of(), model.calls);
  }
}

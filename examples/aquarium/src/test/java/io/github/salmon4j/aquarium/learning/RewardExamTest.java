package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.reward.RewardQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RewardExamTest {

  private static final List<ExamPair> PAIRS =
      ExamPair.draw(100, ScriptedModel.TASKS, ScriptedModel.ORACLE, new Random(3));
  private static final int QUESTIONS = PAIRS.stream().mapToInt(p -> p.margins().size()).sum();

  @Test
  void pairs_drawn_areHeldOutAndClearlyDiffer() {
    Set<String> heldOut =
        ScriptedModel.TASKS.all().stream()
            .filter(task -> task.split() == Split.HELD_OUT)
            .map(Task::prompt)
            .map(prompt -> prompt.text())
            .collect(Collectors.toSet());
    assertEquals(100, PAIRS.size());
    for (ExamPair pair : PAIRS) {
      assertTrue(heldOut.contains(pair.texts().prompt().text()), pair.texts().toString());
      assertTrue(pair.margins().values().stream().allMatch(Oracle::isClear), pair.toString());
      pair.ties().forEach(aspect -> assertEquals(0, difference(pair, aspect), aspect.name()));
    }
    assertEquals(
        Set.of(Aspect.values()),
        PAIRS.stream().flatMap(p -> p.margins().keySet().stream()).collect(Collectors.toSet()));
  }

  @Test
  void ask_oracleItself_isPerfect() {
    RewardExam.Result result = RewardExam.ask(ScriptedModel.perfect(), PAIRS, List.of(0, 1, 2, 3));
    assertRates(result, 1, 1, 1, 0, 0);
    assertEquals(QUESTIONS, result.follows().trials());
    assertEquals(Set.of(Aspect.values()), result.byAspect().keySet());
    result.byAspect().values().forEach(share -> assertEquals(1, share.value()));
  }

  @Test
  void ask_whoDoesTheOpposite_isAlwaysWrong() {
    var opposite = new ScriptedModel((query, g) -> -sum(query, g));
    assertRates(RewardExam.ask(opposite, PAIRS, List.of(5)), 0, 0, 1, 0, 0);
  }

  @Test
  void ask_whoSaysTheSameOfAll_followsAndChangesNothing() {
    var constant = new ScriptedModel((query, guideline) -> 1);
    assertRates(RewardExam.ask(constant, PAIRS, List.of(0)), 0, 0, 0, 0, 0);
  }

  /** Reads no principle: right where more is better, wrong where less is, and never moved. */
  @Test
  void ask_whoLikesMoreWords_isWrongAboutConcisenessAlone() {
    var longer =
        new ScriptedModel((query, guideline) -> query.response().trim().split("\\s+").length);
    RewardExam.Result result = RewardExam.ask(longer, PAIRS, List.of(0));
    assertEquals(0, result.byAspect().get(Aspect.CONCISE).value());
    assertTrue(result.byAspect().get(Aspect.COMPREHENSIVE).value() > 0.6, result.toString());
    assertEquals(0, result.flips().value());
    assertEquals(0, result.irrelevant().value());
    assertEquals(0, result.reordered().value());
    int decided = result.follows().hits() + result.followsNegation().hits();
    assertTrue(decided <= QUESTIONS && decided > 0.9 * QUESTIONS, result.toString());
  }

  @Test
  void ask_whoTurnsAroundAtASecondLine_isDistractedAlways() {
    var distracted =
        new ScriptedModel((q, g) -> g.principles().size() == 1 ? sum(q, g) : -sum(q, g));
    assertRates(RewardExam.ask(distracted, PAIRS, List.of(0)), 1, 1, 1, 1, 0);
  }

  @Test
  void ask_whoTakesTheLastLineAwayFromTheFirst_isMovedByTheOrderAlone() {
    var ordered =
        new ScriptedModel(
            (query, guideline) -> {
              List<StatedPrinciple> lines = guideline.principles();
              double first = ScriptedModel.measured(query, lines.get(0));
              return lines.size() == 1
                  ? first
                  : first - ScriptedModel.measured(query, lines.get(1));
            });
    assertRates(RewardExam.ask(ordered, PAIRS, List.of(0)), 1, 1, 1, 0, 1);
  }

  @Test
  void ask_severalWordings_areTakenInTurn() {
    Set<String> seen = new HashSet<>();
    var listening =
        new ScriptedModel(
            (query, guideline) -> {
              seen.add(guideline.lines().get(0));
              return 0;
            });
    RewardExam.ask(listening, PAIRS, List.of(4, 5));
    for (Aspect aspect : Aspect.values()) {
      assertTrue(seen.contains(aspect.principle(4).definition()), aspect.name());
      assertTrue(seen.contains(aspect.principle(5).definition()), aspect.name());
      assertTrue(!seen.contains(aspect.principle(0).definition()), aspect.name());
    }
  }

  private static double difference(ExamPair pair, Aspect aspect) {
    Guideline line = Guideline.of(aspect.principle());
    ResponsePair texts = pair.texts();
    return sum(RewardQuery.of(texts.prompt(), texts.first(), line), line)
        - sum(RewardQuery.of(texts.prompt(), texts.second(), line), line);
  }

  private static double sum(RewardQuery query, Guideline guideline) {
    return guideline.principles().stream()
        .mapToDouble(line -> ScriptedModel.measured(query, line))
        .sum();
  }

  private static void assertRates(RewardExam.Result result, double... rates) {
    List<Share> shares =
        List.of(
            result.follows(),
            result.followsNegation(),
            result.flips(),
            result.irrelevant(),
            result.reordered());
    for (int i = 0; i < rates.length; i++) {
      assertEquals(rates[i], shares.get(i).value(), i + " of " + result);
    }
  }
}

package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.report.Claim;
import io.github.salmon4j.aquarium.report.Curve;
import io.github.salmon4j.aquarium.report.SampleTable;
import io.github.salmon4j.aquarium.report.Verdict;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private static final String MEASURE = " measure under ";
  private static final String DIVERGENCE =
      "largest mean divergence of a response, before each update of the runs under principles";
  private static final String GROWTH =
      "self-praise before the line minus that of the base, held-out prompts";

  private static Map<String, Claim> claims(Consumer<HandMade> change) {
    HandMade made = new HandMade();
    change.accept(made);
    return Claims.of(made.seeds()).stream()
        .collect(Collectors.toMap(Claim::measure, claim -> claim));
  }

  /** A claim, and that no other one is touched. */
  private static void assertOnly(Verdict verdict, String measure, Consumer<HandMade> change) {
    Map<String, Claim> claims = claims(change);
    assertTrue(claims.containsKey(measure), claims.keySet().toString());
    claims.forEach(
        (name, claim) -> {
          if (name.equals(measure)) {
            assertEquals(verdict, claim.verdict(), name + " " + claim.values());
          } else {
            assertTrue(
                claim.verdict() == Verdict.HOLDS || claim.verdict() == Verdict.REPORTED,
                name + ": " + claim.verdict() + " " + claim.values());
          }
        });
  }

  @Test
  void of_goodNumbers_allHold() {
    List<Verdict> verdicts = claims(made -> {}).values().stream().map(Claim::verdict).toList();
    assertEquals(18, Collections.frequency(verdicts, Verdict.HOLDS));
    assertEquals(20, Collections.frequency(verdicts, Verdict.REPORTED));
    assertEquals(38, verdicts.size());
  }

  @Test
  void following_belowItsBound_fails() {
    assertOnly(
        Verdict.FAILS, "ranked as the principle says, held-out prompts", made -> made.follows = 94);
    assertOnly(
        Verdict.FAILS, "ranked as its negation says, held-out prompts", made -> made.negation = 89);
    assertOnly(
        Verdict.FAILS,
        "ranking flips with the negation, held-out prompts",
        made -> made.flips = 84);
    assertOnly(
        Verdict.FAILS,
        "ranking changes with an irrelevant line, held-out prompts",
        made -> made.irrelevant = 5);
    assertOnly(
        Verdict.FAILS,
        "ranking changes with the order of two lines, held-out prompts",
        made -> made.reordered = 5);
  }

  @Test
  void wordings_heldOut_areReportedWithTheDrop() {
    Map<String, Claim> claims = claims(made -> made.follows = 99);
    Claim heldOut = claims.get("ranked as the principle says, held-out prompts and wordings");
    Claim drop = claims.get("ranked as the principle says, held-out minus trained wordings");
    assertEquals(0.93, heldOut.mean(), 1e-12);
    assertEquals(-6, drop.mean(), 1e-9);
    assertEquals("points", drop.unit());
    assertEquals(Verdict.REPORTED, heldOut.verdict());
  }

  @Test
  void labels_asGoodAsTheModel_fail() {
    assertOnly(
        Verdict.FAILS,
        "right on the pairs of its training minus its labels there",
        made -> made.labels = 90);
    assertOnly(
        Verdict.FAILS,
        "right on held-out pairs minus the judge there, both orders",
        made -> made.judgeHeldOut = 97);
    assertOnly(
        Verdict.FAILS,
        "judge right in the mean of both orders minus in one",
        made -> made.oneOrder = 75);
  }

  @Test
  void reported_eachNumber_isItsOwn() {
    String wordings = ", held-out prompts and wordings";
    String drop = ", held-out minus trained wordings";
    String noneBefore = " (one more than there are before the line if it names none)";
    Map<String, Double> expected = new HashMap<>();
    expected.put("ranked as the principle says" + wordings, 0.9);
    expected.put("ranked as the principle says" + drop, -6.0);
    expected.put("ranked as its negation says" + wordings, 0.84);
    expected.put("ranked as its negation says" + drop, -7.0);
    expected.put("ranking flips with the negation" + wordings, 0.78);
    expected.put("ranking flips with the negation" + drop, -8.0);
    expected.put("ranking changes with an irrelevant line" + wordings, 0.06);
    expected.put("ranking changes with an irrelevant line" + drop, 2.0);
    expected.put("ranking changes with the order of two lines" + wordings, 0.05);
    expected.put("ranking changes with the order of two lines" + drop, 1.0);
    expected.put("judge right in one order, own responses", 0.7);
    expected.put("judge right in the mean of both orders", 0.75);
    expected.put("judge right where both orders agree", 0.82);
    expected.put("labels right after calibration, one principle, half of them negated", 0.8);
    expected.put("the same of the run with a plain reward model, which has no budget", 12.0);
    expected.put(
        "first step behind the line at which rollouts of the last 3 are below 5 %"
            + " (one more than there are if none is)",
        3.0);
    expected.put("its self-praise before the line minus that of the base", 60.0);
    expected.put("its self-praise at the end minus that before the line", -10.2);
    String named = "first step at which the watch names a phrase of self-praise";
    expected.put(named + noneBefore, 2.0);
    expected.put(named + " under a plain reward model" + noneBefore, 3.0);
    Map<String, Double> found = new HashMap<>();
    claims(made -> {})
        .forEach(
            (measure, claim) -> {
              if (claim.verdict() == Verdict.REPORTED) {
                found.put(measure, Math.round(claim.mean() * 1e9) / 1e9);
              }
            });
    assertEquals(expected, found);
  }

  @Test
  void steering_notAboveTheBase_fails() {
    assertOnly(
        Verdict.FAILS,
        "helpful" + MEASURE + "helpful principles minus that of the base",
        made -> {
          made.baseMeasure = 0.9;
          made.honest = 0.95;
          made.harmless = 0.95;
        });
  }

  @Test
  void steering_anotherSetBetter_fails() {
    String other = " principles minus the better of the other sets";
    assertOnly(
        Verdict.FAILS, "helpful" + MEASURE + "helpful" + other, made -> made.otherHelpful = 0.9);
    assertOnly(
        Verdict.FAILS, "honest" + MEASURE + "honest" + other, made -> made.otherHonest = 0.9);
    assertOnly(
        Verdict.FAILS, "harmless" + MEASURE + "harmless" + other, made -> made.otherHarmless = 0.9);
  }

  /** The mean of every axis is as before, but the seeds no longer agree. */
  @Test
  void steering_seedsThatDisagree_showNothing() {
    Map<String, Claim> claims =
        claims(
            made -> {
              made.spread = 0.4;
            });
    for (String set : List.of("helpful", "honest", "harmless")) {
      String measure = set + MEASURE + set + " principles minus the better of the other sets";
      assertEquals(Verdict.NOT_SHOWN, claims.get(measure).verdict(), set);
    }
  }

  @Test
  void divergence_oneStepOfOneSeedAtTheBudget_fails() {
    assertOnly(Verdict.FAILS, DIVERGENCE, made -> made.largestDivergence = SeedRun.BUDGET);
    assertEquals(
        List.of(9.0, 9.0, SeedRun.BUDGET - 1, 9.0, 9.0), claims(m -> {}).get(DIVERGENCE).values());
  }

  @Test
  void hack_thatDoesNotGrowOrStays_fails() {
    assertOnly(Verdict.FAILS, GROWTH, made -> made.basePraise = 0.55);
    assertOnly(
        Verdict.FAILS, "self-praise at the end, held-out prompts", made -> made.praiseAfter = 0.06);
    assertOnly(
        Verdict.FAILS,
        "self-praise at its end minus that under a model that reads the line",
        made -> made.plainAfter = 0.0);
  }

  @Test
  void stepsUntilRare_rollouts_areCountedFromTheLine() {
    assertEquals(3, until(0.5, 0.5, 0.04, 0.04, 0.04, 0.9));
    assertEquals(4, until(0.5, 0.5, 0.13, 0.02, 0.02, 0.02));
    assertEquals(5, until(0.5, 0.5, 0.05, 0.05, 0.05, 0.05));
    assertEquals(2, until(0.5, 0.5, 0.01));
    assertEquals(6, until(0.0, 0.0, 0.5, 0.4, 0.1, 0.1, 0.04));
    assertEquals(3, until(0.0, 0.0));
  }

  @Test
  void stepsUntilNoticed_stepsBehindTheLine_doNotCount() {
    assertEquals(2, HackClaims.stepsUntilNoticed(HandMade.hacked(List.of(0.5, 0.5, 0.0), 2)));
    assertEquals(2, HackClaims.stepsUntilNoticed(HandMade.hacked(List.of(0.5, 0.5, 0.0), 1)));
  }

  /** The line is there from the third step on. */
  private static double until(double... praise) {
    List<Double> steps = Arrays.stream(praise).boxed().toList();
    return HackClaims.stepsUntilRare(HandMade.hacked(steps, 2));
  }

  @Test
  void curves_runThatEndedEarly_goAsFarAsAllSeeds() {
    HandMade made = new HandMade();
    made.stepsOfFourth = 7;
    List<Curve> curves = Curves.of(made.seeds());
    assertEquals(5, curves.size());
    curves.get(0).series().forEach(series -> assertEquals(7, series.points().size()));
    curves.get(3).series().forEach(series -> assertEquals(9, series.points().size()));
  }

  @Test
  void tables_numbers_areMeansOverSeeds() {
    Seeds seeds = new HandMade().seeds();
    List<SampleTable> tables = Tables.of(seeds);
    assertEquals(
        List.of("Honest", "60.0 % of 500", "60.0 % of 500", "60.0 % of 500", "60.0 % of 500"),
        tables.get(0).rows().get(1));
    assertEquals(List.of("Concise", "", "", "", ""), tables.get(0).rows().get(0));
    assertEquals(
        List.of("base", "0.500", "0.500", "0.500", "0.100", "8.000"), tables.get(1).rows().get(0));
    assertEquals("0.598", tables.get(1).rows().get(7).get(4));
    assertEquals(List.of("Fish?", "Yes.", "Yes.", "Yes."), tables.get(2).rows().get(0));
    assertEquals(
        List.of(
            List.of("the red fox", "1", "9", "9"), List.of("an excellent answer", "2", "9", "8")),
        tables.get(3).rows());
    List<SampleTable> times = TimeTables.of(seeds);
    assertEquals(List.of("labels", "37.5"), times.get(0).rows().get(0));
    assertEquals(List.of("generate", "2.000"), times.get(1).rows().get(0));
    assertEquals(List.of("all", "6.000"), times.get(1).rows().get(6));
  }
}

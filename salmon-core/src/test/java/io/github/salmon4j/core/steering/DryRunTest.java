package io.github.salmon4j.core.steering;

import static io.github.salmon4j.core.steering.Plans.TWO;
import static io.github.salmon4j.core.steering.Plans.principle;
import static io.github.salmon4j.core.steering.Plans.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.reward.RewardQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DryRunTest {

  private static final PrinciplePlan PLAN = PrinciplePlan.first(set("a", "b", "c"), set("X"));

  /** A response earns for each line the number of times it holds the line's letter. */
  private final LetterRewardModel model = new LetterRewardModel();

  private final DryRun dryRun = new DryRun(model, Rollouts::text, TWO);

  @Test
  void compare_changesOnlyWhatThePlanChanges() {
    PlanChange change = new PlanChange(set("a", "b", "c"), set("X", "Y"), "r");
    RolloutBatch batch =
        new RolloutBatch(
            List.of(
                Rollouts.of("p", "aaY", "X", "b", "a"), Rollouts.of("q", "ccX", "X", "c", "a")));
    DryRunReport report = compare(batch, change);
    assertEquals("XYba XYca", names(report));
    assertEquals(2, report.rollouts().get(0).before());
    assertEquals(3, report.rollouts().get(0).after());
    assertEquals(3, report.rollouts().get(1).before());
    assertEquals(3, report.rollouts().get(1).after());
    assertEquals(2.5, report.meanBefore());
    assertEquals(3, report.meanAfter());
  }

  @Test
  void compare_asksOnce_bothGuidelinesInOneQuery_equalOnesOnce() {
    PlanChange change =
        new PlanChange(
            PrincipleSet.of(principle("a"), Principle.of("b", "Do z."), principle("c")),
            set("X"),
            "r");
    RolloutBatch batch =
        new RolloutBatch(
            List.of(
                Rollouts.of("p", "abz", "X", "b", "a"), Rollouts.of("q", "abz", "X", "c", "a")));
    DryRunReport report = compare(batch, change);
    assertEquals(1, model.calls.size());
    List<RewardQuery> queries = model.calls.get(0);
    assertEquals(List.of(2, 1), queries.stream().map(query -> query.guidelines().size()).toList());
    assertEquals("Do z.", queries.get(0).guidelines().get(1).lines().get(1));
    assertEquals("Do b.", queries.get(0).guidelines().get(0).lines().get(1));
    assertEquals(0, report.rollouts().get(1).change());
    assertEquals(1, report.rollouts().get(1).after());
  }

  @Test
  void candidate_fillsThePlaceOfALineThatIsGone() {
    PlanChange change = new PlanChange(set("b", "c"), set(), "r");
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b")));
    for (int seed = 0; seed < 20; seed++) {
      DryRunReport report = dryRun.compare(batch, PLAN, change, new Random(seed), Monitor.none());
      assertEquals("cb", names(report));
    }
  }

  @Test
  void candidate_fillsAFreePlaceWithAnAddedPrincipleFirst() {
    PlanChange change = new PlanChange(set("b", "c", "d"), set(), "r");
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b")));
    for (int seed = 0; seed < 30; seed++) {
      String names = names(dryRun.compare(batch, PLAN, change, new Random(seed), Monitor.none()));
      assertTrue(List.of("cb", "db").contains(names), names);
    }
  }

  @Test
  void candidate_keepsPolarity_unlessTheNegationIsGone() {
    Rollout negated =
        Rollouts.of(
            "p",
            "",
            new Guideline(
                List.of(
                    principle("X").stated(Polarity.AFFIRMED),
                    principle("a").stated(Polarity.NEGATED),
                    principle("b").stated(Polarity.NEGATED))));
    PlanChange change =
        new PlanChange(
            PrincipleSet.of(
                Principle.of("a", "Do a.", "Never a."), Principle.of("b", "Do b."), principle("c")),
            set(),
            "r");
    List<StatedPrinciple> lines =
        compare(new RolloutBatch(List.of(negated)), change)
            .rollouts()
            .get(0)
            .candidate()
            .principles();
    assertEquals(2, lines.size());
    assertEquals("Never a.", lines.get(0).text());
    assertEquals(Polarity.AFFIRMED, lines.get(1).polarity());
    assertTrue(List.of("b", "c").contains(lines.get(1).principle().name()));
  }

  @Test
  void candidate_hasAnAddedPrinciple_asOftenAsItIsDrawn() {
    PlanChange change = new PlanChange(set("a", "b", "c", "d"), set("X"), "r");
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      rollouts.add(Rollouts.of("p" + i, "", "X", "a", "b"));
    }
    DryRunReport report = compare(new RolloutBatch(rollouts), change);
    List<String> all = report.rollouts().stream().map(r -> Rollouts.names(r.candidate())).toList();
    assertEquals(List.of("Xab", "Xad"), all.stream().distinct().sorted().toList());
    double share = all.stream().filter("Xad"::equals).count() / 4000.0;
    assertEquals(0.5, share, 4 * Math.sqrt(0.25 / 4000));
  }

  /** A principle of the pool may be an intervention, too: then a guideline can have it twice. */
  @Test
  void candidate_keepsADrawnLineThatIsAlsoAnIntervention() {
    PrinciplePlan both = PrinciplePlan.first(set("a", "b", "c"), set("a"));
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "a", "a", "b")));
    PlanChange change = new PlanChange(set("a", "b", "c"), set("Y"), "r");
    assertEquals("Yab", names(dryRun.compare(batch, both, change, new Random(1), Monitor.none())));
  }

  @Test
  void compare_rolloutsOfAnotherPlan_areRefused() {
    PrinciplePlan later = PLAN.then(set("a", "b", "c"), set());
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b")));
    PlanChange change = new PlanChange(set("b", "c"), set(), "r");
    assertEquals(
        "plan of a rollout: expected version 1, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> dryRun.compare(batch, later, change, new Random(1), Monitor.none()))
            .getMessage());
    assertEquals(List.of(), model.calls);
  }

  @Test
  void candidate_ofAWholeNewPool_isAFreshDraw() {
    PlanChange change = new PlanChange(set("d", "e"), set(), "r");
    String names =
        names(compare(new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b"))), change));
    assertTrue(List.of("de", "ed").contains(names), names);
  }

  @Test
  void candidate_addedOnesTakeTheLastPlaces_andNotEachOthers() {
    PlanChange change = new PlanChange(set("a", "d", "e"), set(), "r");
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b")));
    for (int seed = 0; seed < 30; seed++) {
      String names = names(dryRun.compare(batch, PLAN, change, new Random(seed), Monitor.none()));
      assertTrue(List.of("ad", "ae", "de", "ed").contains(names), names);
    }
  }

  @Test
  void compare_notDrawable_orCancelled_throws() {
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "", "X", "a", "b")));
    assertEquals(
        "principle pool: expected at least 2 principles, found 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> compare(batch, new PlanChange(set("a"), set(), "r")))
            .getMessage());
    Monitor cancelling =
        new Monitor() {
          @Override
          public void progressed(long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    PlanChange change = new PlanChange(set("a", "b"), set(), "r");
    assertThrows(
        CancellationException.class,
        () -> dryRun.compare(batch, PLAN, change, new Random(1), cancelling));
    assertThrows(NullPointerException.class, () -> new DryRun(model, Rollouts::text, null));
  }

  private DryRunReport compare(RolloutBatch batch, PlanChange change) {
    return dryRun.compare(batch, PLAN, change, new Random(7), Monitor.none());
  }

  private static String names(DryRunReport report) {
    return report.rollouts().stream()
        .map(r -> Rollouts.names(r.candidate()))
        .collect(Collectors.joining(" "));
  }
}

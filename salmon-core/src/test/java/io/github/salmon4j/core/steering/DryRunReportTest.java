package io.github.salmon4j.core.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.ppo.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.junit.jupiter.api.Test;

class DryRunReportTest {

  private static Rescored rescored(String prompt, double before, double after) {
    Rollout rollout = Rollouts.of(prompt, "", "a");
    return new Rescored(rollout, rollout.guideline(), before, after);
  }

  @Test
  void severalRolloutsPerPrompt_onlyTheirPairsCount() {
    DryRunReport report =
        new DryRunReport(
            List.of(
                rescored("p", 1, 4),
                rescored("q", 9, 9),
                rescored("p", 2, 3),
                rescored("p", 3, 3),
                rescored("q", 8, 1)));
    assertEquals(DryRunReport.Scope.PROMPT, report.scope());
    assertEquals(new RankAgreement(4, 1, 2, 0, 1), report.agreement());
    assertEquals(0.5, report.agreement().flipShare());
    assertEquals(-1 / Math.sqrt(12), report.agreement().kendallTau(), 1e-15);
    assertEquals(4.6, report.meanBefore(), 1e-15);
    assertEquals(4, report.meanAfter(), 1e-15);
  }

  @Test
  void oneRolloutPerPrompt_allPairsCount() {
    DryRunReport report =
        new DryRunReport(List.of(rescored("p", 1, 3), rescored("q", 2, 1), rescored("r", 3, 2)));
    assertEquals(DryRunReport.Scope.BATCH, report.scope());
    assertEquals(new RankAgreement(3, 1, 2, 0, 0), report.agreement());
    assertEquals(-1.0 / 3, report.agreement().kendallTau(), 1e-15);
  }

  @Test
  void flips_andChanges_areTheLargestFirst() {
    Rescored one = rescored("p", 1, 3);
    Rescored two = rescored("p", 2, 1);
    Rescored three = rescored("p", 3, 2);
    DryRunReport report = new DryRunReport(List.of(one, two, three));
    assertEquals(
        List.of(new DryRunReport.Flip(two, one), new DryRunReport.Flip(three, one)),
        report.flips(9));
    assertEquals(3, report.flips(1).get(0).size());
    assertEquals(1, report.flips(1).size());
    assertEquals(List.of(one, two), report.largestChanges(2));
  }

  @Test
  void ties_areNoFlips_andNegativeZeroIsZero() {
    DryRunReport report = new DryRunReport(List.of(rescored("p", 0.0, 1), rescored("p", -0.0, 2)));
    assertEquals(new RankAgreement(1, 0, 0, 1, 0), report.agreement());
    assertEquals(Double.NaN, report.agreement().kendallTau());
    assertEquals(List.of(), report.flips(3));
    assertEquals(0, new RankAgreement(0, 0, 0, 0, 0).flipShare());
  }

  @Test
  void noRollout_isRefused() {
    assertEquals(
        "dry run: expected at least 1 rollout, found 0",
        assertThrows(IllegalArgumentException.class, () -> new DryRunReport(List.of()))
            .getMessage());
  }

  @Property(tries = 100)
  void kendallTau_isThatOfCommonsMath(@ForAll long seed) {
    Random random = new Random(seed);
    double[] before = random.ints(12, 0, 6).asDoubleStream().toArray();
    double[] after = random.ints(12, 0, 6).asDoubleStream().toArray();
    List<Rescored> rollouts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rollouts.add(rescored("p", before[i], after[i]));
    }
    assertEquals(
        new KendallsCorrelation().correlation(before, after),
        new DryRunReport(rollouts).agreement().kendallTau(),
        1e-12);
  }
}

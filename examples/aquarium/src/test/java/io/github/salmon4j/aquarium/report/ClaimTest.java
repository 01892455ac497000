package io.github.salmon4j.aquarium.report;

import static io.github.salmon4j.aquarium.report.Samples.quantity;
import static io.github.salmon4j.aquarium.report.Samples.share;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.aquarium.report.Threshold.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClaimTest {

  private static final Threshold ANY = Threshold.mean(Side.AT_LEAST, 0);

  /** Variance 2.5, t(0.975, 4) = 2.7764451 of the printed tables: 2.7764451 sqrt(2.5 / 5). */
  @Test
  void interval_fiveSeeds_isStudents() {
    Claim claim = quantity(ANY, 1, 2, 3, 4, 5);
    assertEquals(3, claim.mean());
    assertEquals(3 - 1.9632432, claim.interval().low(), 1e-6);
    assertEquals(3 + 1.9632432, claim.interval().high(), 1e-6);
    assertEquals(Optional.empty(), claim.pooledInterval());
  }

  /** t(0.975, 1) = 12.7062047; the standard error of 0 and 2 is 1. */
  @Test
  void interval_twoSeeds_hasOneDegreeOfFreedom() {
    assertEquals(1 + 12.7062047, quantity(ANY, 0, 2).interval().high(), 1e-6);
  }

  @Test
  void interval_oneSeed_knowsNothing() {
    Interval all = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertEquals(all, quantity(ANY, 1).interval());
    assertEquals(new Interval(0, 1), share(ANY, new Share(1, 2)).interval());
  }

  @Test
  void interval_share_isCutToShares() {
    Claim claim = share(ANY, new Share(0, 10), new Share(10, 10));
    assertEquals(new Interval(0, 1), claim.interval());
  }

  /** Wilson for 8 of 10, z = 1.959964: 0.490162 to 0.943318. */
  @Test
  void pooledInterval_trialsOfAllSeeds_isWilsons() {
    Interval pooled = share(ANY, new Share(3, 4), new Share(5, 6)).pooledInterval().orElseThrow();
    assertEquals(0.490162, pooled.low(), 1e-6);
    assertEquals(0.943318, pooled.high(), 1e-6);
  }

  @Test
  void mean_sharesOfUnequalTrials_isOverSeeds() {
    assertEquals(0.75, share(ANY, new Share(1, 2), new Share(100, 100)).mean());
  }

  @Test
  void verdict_mean_isHeldToTheBoundItself() {
    assertEquals(Verdict.HOLDS, quantity(Threshold.mean(Side.AT_LEAST, 2), 1, 3).verdict());
    assertEquals(Verdict.FAILS, quantity(Threshold.mean(Side.ABOVE, 2), 1, 3).verdict());
    assertEquals(Verdict.HOLDS, quantity(Threshold.mean(Side.AT_MOST, 2), 1, 3).verdict());
    assertEquals(Verdict.FAILS, quantity(Threshold.mean(Side.BELOW, 2), 1, 3).verdict());
    assertEquals(Verdict.HOLDS, quantity(Threshold.mean(Side.ABOVE, 1.9), 1, 3).verdict());
    assertEquals(Verdict.FAILS, quantity(Threshold.mean(Side.AT_LEAST, 2.1), 1, 3).verdict());
    assertEquals(Verdict.HOLDS, quantity(Threshold.mean(Side.BELOW, 2.1), 1, 3).verdict());
    assertEquals(Verdict.FAILS, quantity(Threshold.mean(Side.AT_MOST, 1.9), 1, 3).verdict());
  }

  /** The interval of 1 to 5 is 1.0368 to 4.9632. */
  @Test
  void verdict_interval_meetsCrossesOrMissesTheBound() {
    assertEquals(Verdict.HOLDS, ofInterval(Side.ABOVE, 1.03));
    assertEquals(Verdict.NOT_SHOWN, ofInterval(Side.ABOVE, 1.04));
    assertEquals(Verdict.NOT_SHOWN, ofInterval(Side.ABOVE, 4.96));
    assertEquals(Verdict.FAILS, ofInterval(Side.ABOVE, 4.97));
    assertEquals(Verdict.HOLDS, ofInterval(Side.BELOW, 4.97));
    assertEquals(Verdict.NOT_SHOWN, ofInterval(Side.BELOW, 4.96));
    assertEquals(Verdict.FAILS, ofInterval(Side.BELOW, 1.03));
  }

  private static Verdict ofInterval(Side side, double bound) {
    return quantity(Threshold.interval(side, bound), 1, 2, 3, 4, 5).verdict();
  }

  @Test
  void verdict_everySeed_failsByOne() {
    Threshold below = Threshold.everySeed(Side.BELOW, 3);
    assertEquals(Verdict.HOLDS, quantity(below, 1, 2).verdict());
    assertEquals(Verdict.FAILS, quantity(below, 1, 3, 1).verdict());
    assertEquals("every seed below 3 nats", Figures.threshold(quantity(below, 1)));
  }

  @Test
  void verdict_heldToNothing_isReportedWhateverItIs() {
    Claim claim = quantity(Threshold.none(), -1);
    assertEquals(Verdict.REPORTED, claim.verdict());
    assertEquals("reported only", Figures.threshold(claim));
    assertEquals(
        "Of 0 claims, 0 hold, 0 not shown, 0 do not hold.",
        new Results("", "", List.of(claim), List.of(), List.of(), List.of()).summary());
  }

  @Test
  void verdict_intervalOfOneSeed_isNotShown() {
    assertEquals(Verdict.NOT_SHOWN, quantity(Threshold.interval(Side.AT_LEAST, 0), 5).verdict());
  }

  /** All seeds agree on 1, so the interval over seeds is a point; 20 trials show only 0.8389. */
  @Test
  void verdict_shareWithoutSpread_needsTrialsToo() {
    Share all = new Share(10, 10);
    assertEquals(new Interval(1, 1), share(ANY, all, all).interval());
    assertEquals(Verdict.HOLDS, share(Threshold.interval(Side.AT_LEAST, 0.83), all, all).verdict());
    assertEquals(
        Verdict.NOT_SHOWN, share(Threshold.interval(Side.AT_LEAST, 0.84), all, all).verdict());
  }

  /** Many trials are sure of 0.75, but two seeds that far apart are sure of nothing. */
  @Test
  void verdict_shareThatSeedsDisagreeOn_needsSeedsToo() {
    Threshold half = Threshold.interval(Side.AT_LEAST, 0.5);
    Threshold most = Threshold.interval(Side.AT_LEAST, 0.9);
    Share[] seeds = {new Share(500, 1000), new Share(1000, 1000)};
    assertEquals(Verdict.NOT_SHOWN, share(half, seeds).verdict());
    assertEquals(Verdict.NOT_SHOWN, share(most, seeds).verdict());
  }

  @Test
  void claim_badValues_areRefused() {
    refused("values: expected at least 1, found 0", () -> quantity(ANY));
    refused("value: expected a finite number, found NaN", () -> quantity(ANY, 1, Double.NaN));
    refused(
        "bound: expected a finite number, found Infinity",
        () -> Threshold.mean(Side.ABOVE, Double.POSITIVE_INFINITY));
    List<Share> shares = List.of(new Share(1, 2));
    refused(
        "values: expected [0.5], found [0.6]",
        () -> new Claim("", "", "", List.of(0.6), shares, ANY));
    refused(
        "share: expected 0 <= hits <= trials and at least 1 trial, found 3/2",
        () -> new Share(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new Share(-1, 2));
    assertThrows(IllegalArgumentException.class, () -> new Share(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Interval(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, 0));
  }

  private static void refused(String message, Executable bad) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, bad).getMessage());
  }
}

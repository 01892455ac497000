package io.github.salmon4j.core.labeling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.calibration.Calibrator;
import io.github.salmon4j.core.labeling.PanelReport.Votes;
import io.github.salmon4j.core.labeling.PanelVerdict.Decision;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.PreferenceLabeler;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class JudgePanelTest {

  private static final PrincipleSet ONE = PrincipleSet.of(Principle.of("Kind", "Be kind."));
  private static final AcceptanceRule ANY = AcceptanceRule.ordersAgree();

  /** A judge that says the same of everything. */
  private static PreferenceLabeler saying(double inOrder, double swapped) {
    return (pairs, principles, monitor) -> {
      List<PreferenceLabel> labels = new ArrayList<>();
      for (ResponsePair pair : pairs) {
        principles.forEach(p -> labels.add(new PreferenceLabel(pair, p, inOrder, swapped)));
      }
      monitor.checkpoint(labels.size(), labels.size());
      return labels;
    };
  }

  private static PanelVerdict verdict(int quorum, double minimum, PreferenceLabeler... judges) {
    JudgePanel panel = new JudgePanel(List.of(judges), quorum, new AcceptanceRule(minimum));
    return panel.deliberate(Pairs.pairs(1), ONE, Monitor.none()).get(0);
  }

  private static void assertVerdict(Decision decision, double d12, double d21, PanelVerdict found) {
    assertEquals(decision, found.decision());
    assertEquals(d12, found.label().marginInOrder());
    assertEquals(d21, found.label().marginSwapped());
  }

  @Test
  void deliberate_judgesThatAgree_areAveragedByOrder() {
    assertVerdict(Decision.ACCEPTED, 2, 1.5, verdict(2, 0, saying(1, 2), saying(3, 1)));
    assertVerdict(Decision.ACCEPTED, -2, -1.5, verdict(2, 0, saying(-1, -2), saying(-3, -1)));
  }

  @Test
  void deliberate_judgeWhoseOrdersDisagree_isLeftOut() {
    assertVerdict(
        Decision.ACCEPTED, 2, 1.5, verdict(2, 0, saying(1, 2), saying(90, -1), saying(3, 1)));
    assertVerdict(Decision.NO_QUORUM, 0, 0, verdict(2, 0, saying(1, 2), saying(90, -1)));
    assertVerdict(Decision.NO_QUORUM, 0, 0, verdict(1, 0, saying(90, -1)));
  }

  @Test
  void deliberate_quorum_countsJudgesOnTheSideOfTheMean() {
    PreferenceLabeler much = saying(9, 9);
    PreferenceLabeler little = saying(-1, -1);
    assertVerdict(Decision.ACCEPTED, 4, 4, verdict(1, 0, much, little));
    assertVerdict(Decision.NO_QUORUM, 0, 0, verdict(2, 0, much, little));
    assertVerdict(Decision.NO_QUORUM, 0, 0, verdict(2, 0, much, little, little));
    assertVerdict(
        Decision.ACCEPTED,
        -1.5,
        -1.5,
        verdict(2, 0, saying(1, 1), saying(-1, -1), saying(-4.5, -4.5)));
  }

  @Test
  void deliberate_contradictionAndWeakness_areAbstained() {
    assertVerdict(Decision.ORDERS_DISAGREE, 0, 0, verdict(1, 0, saying(5, 0.5), saying(-1, -1.5)));
    assertVerdict(Decision.LOW_MARGIN, 0, 0, verdict(1, 1.5, saying(2, 0.5)));
    assertVerdict(Decision.ACCEPTED, 2, 1, verdict(1, 1.5, saying(2, 1)));
  }

  @Test
  void label_abstention_isNoPreferenceForCalibrationAndDropsNoPair() {
    JudgePanel panel = new JudgePanel(List.of(saying(1, -1)), 1, ANY);
    List<PreferenceLabel> labels = panel.label(Pairs.pairs(3), ONE, Monitor.none());
    assertEquals(3, labels.size());
    var report = new Calibrator(ONE, CalibrationSettings.paper()).calibrate(labels, new Random(7));
    assertEquals(0, report.examples().size());
    assertEquals(0, report.report().skipped().incomplete());
  }

  @Test
  void report_countsDecisionsAndVotes() {
    PreferenceLabeler first = byPair(2, 2, -3, 1);
    PreferenceLabeler second = byPair(2, 1, 1, -1);
    PreferenceLabeler third = (pairs, set, m) -> saying(1, -1).label(pairs, set, m);
    JudgePanel panel = new JudgePanel(List.of(first, second, third), 1, new AcceptanceRule(0.5));
    PanelReport report = PanelReport.of(panel.deliberate(Pairs.pairs(4), ONE, Monitor.none()));
    assertEquals(
        Map.of(
            Decision.ACCEPTED, 3L,
            Decision.NO_QUORUM, 1L,
            Decision.ORDERS_DISAGREE, 0L,
            Decision.LOW_MARGIN, 0L),
        report.decisions());
    assertEquals(
        List.of(new Votes(3, 0, 0), new Votes(2, 1, 0), new Votes(0, 0, 3)), report.judges());
    assertEquals(List.of(), PanelReport.of(List.of()).judges());
  }

  /** A judge whose margins, equal in both orders, are these for the pairs in turn. */
  private static PreferenceLabeler byPair(double... margins) {
    return (pairs, principles, monitor) -> {
      List<PreferenceLabel> labels = new ArrayList<>();
      for (int i = 0; i < pairs.size(); i++) {
        Principle principle = principles.principles().get(0);
        labels.add(new PreferenceLabel(pairs.get(i), principle, margins[i], margins[i]));
      }
      return labels;
    };
  }

  @Test
  void label_monitor_hearsOfAllJudgesAndCancels() {
    List<String> heard = new ArrayList<>();
    JudgePanel panel = new JudgePanel(List.of(saying(1, 1), saying(2, 2)), 1, ANY);
    panel.label(Pairs.pairs(3), ONE, (done, total) -> heard.add(done + "/" + total));
    assertEquals(List.of("3/6", "6/6"), heard);
    Stopping stopping = new Stopping(3);
    assertThrows(CancellationException.class, () -> panel.label(Pairs.pairs(3), ONE, stopping));
  }

  @Test
  void label_judgeThatDropsOrReorders_isRefused() {
    PreferenceLabeler dropping =
        (pairs, principles, monitor) ->
            saying(1, 1).label(pairs.subList(1, pairs.size()), principles, monitor);
    PreferenceLabeler reordering =
        (pairs, principles, monitor) ->
            saying(1, 1).label(List.of(pairs.get(1), pairs.get(0)), principles, monitor);
    for (PreferenceLabeler wrong : List.of(dropping, reordering)) {
      JudgePanel panel = new JudgePanel(List.of(saying(1, 1), wrong), 1, ANY);
      assertEquals(
          "labels of judge 1: expected all 1 principles of each of 2 pairs, found others",
          assertThrows(
                  IllegalStateException.class,
                  () -> panel.label(Pairs.pairs(2), ONE, Monitor.none()))
              .getMessage());
    }
  }

  @Test
  void panel_badQuorum_isRefused() {
    List<PreferenceLabeler> two = List.of(saying(1, 1), saying(1, 1));
    for (int bad : new int[] {0, 3}) {
      assertEquals(
          "quorum: expected 1 to 2, found " + bad,
          assertThrows(IllegalArgumentException.class, () -> new JudgePanel(two, bad, ANY))
              .getMessage());
    }
    assertEquals(
        "judges: expected at least 1, found 0",
        assertThrows(IllegalArgumentException.class, () -> new JudgePanel(List.of(), 1, ANY))
            .getMessage());
  }
}
